import type { Sop } from '../session/rest.ts';

// Made-up standard procedures.

const l = (hant: string, hans: string, en: string) => ({ 'zh-Hant': hant, 'zh-Hans': hans, en });

export const sop: Sop = {
  greeting: l(
    '您好，我是{agent}，很高興為您服務。',
    '您好，我是{agent}，很高兴为您服务。',
    'Hello, this is {agent}.',
  ),
  farewell: l('感謝您的來訊，祝您愉快。', '感谢您的来讯，祝您愉快。', 'Thank you for writing.'),
  sla: { accept: 60, warn: 100, breach: 180 },
  topics: [
    { key: 'return', icon: 'return', label: l('退換貨', '退换货', 'Returns and exchanges') },
    { key: 'logistics', icon: 'truck', label: l('物流', '物流', 'Delivery') },
    { key: 'order', icon: 'order', label: l('訂單', '订单', 'Orders') },
    { key: 'product', icon: 'product', label: l('商品諮詢', '商品咨询', 'Before buying') },
    { key: 'complaint', icon: 'complaint', label: l('投訴', '投诉', 'Complaints') },
  ],
  need_types: [
    { key: 'functional', label: l('功能性', '功能性', 'Functional') },
    { key: 'emotional', label: l('情感', '情感', 'Emotional') },
    { key: 'price', label: l('價格', '价格', 'Price') },
  ],
  wrap_up: [
    { key: 'topic', label: l('問題分類', '问题分类', 'Topic'), options: [] },
    { key: 'need_type', label: l('需求類型', '需求类型', 'Kind of need'), options: [] },
    {
      key: 'solved',
      label: l('是否解決', '是否解决', 'Solved'),
      options: [
        { key: 'yes', label: l('已解決', '已解决', 'Solved') },
        { key: 'partly', label: l('部分解決', '部分解决', 'Partly solved') },
        { key: 'no', label: l('未解決', '未解决', 'Not solved') },
      ],
    },
    { key: 'solution', label: l('處理方式', '处理方式', 'What was done'), options: [] },
  ],
  steps: [
    { key: 'greet', label: l('迎接', '迎接', 'Welcome') },
    { key: 'need', label: l('了解需求', '了解需求', 'Understand the need') },
    { key: 'help', label: l('提供幫助', '提供帮助', 'Help') },
    { key: 'contact', label: l('保持聯繫', '保持联系', 'Keep in touch') },
    { key: 'farewell', label: l('告別', '告别', 'Say goodbye') },
  ],
  phrases: [
    {
      code: 'qjbz',
      topic: 'return',
      text: l(
        '{customer}您好，不需要原箱。取件司機會帶紙箱到府，請把商品與配件放在一起即可。取件時段是 {time}，訂單 {order}。',
        '{customer}您好，不需要原箱。取件司机会带纸箱上门，取件时段是 {time}，订单 {order}。',
        'No box is needed for the pick-up at {time}, order {order}.',
      ),
    },
    {
      code: 'qjsj',
      topic: 'return',
      text: l(
        '取件時段確認：{time} 可以嗎？',
        '取件时段确认：{time} 可以吗？',
        'Is {time} fine for the pick-up?',
      ),
    },
    {
      code: 'qjyc',
      topic: 'logistics',
      text: l(
        '取件延遲了，很抱歉讓您久等。',
        '取件延迟了，很抱歉让您久等。',
        'The pick-up is late, we are sorry.',
      ),
    },
    {
      code: 'qjcz',
      topic: 'logistics',
      text: l('超商取件期限是七天。', '便利店取件期限是七天。', 'Pick up within seven days.'),
    },
    {
      code: 'gxph',
      topic: '',
      text: l(
        '感謝您配合取件，祝您愉快。',
        '感谢您配合取件，祝您愉快。',
        'Thank you for your help with the pick-up.',
      ),
    },
    {
      code: 'zh',
      topic: '',
      text: l(
        '您好，我是{agent}，請問需要什麼幫忙？',
        '您好，我是{agent}，请问需要什么帮忙？',
        'Hello, this is {agent}. How can I help?',
      ),
    },
  ],
  decline_reasons: [
    { key: 'busy', label: l('正在處理急件', '正在处理急件', 'Busy with something urgent') },
    { key: 'skill', label: l('不熟悉這類問題', '不熟悉这类问题', 'Not my field') },
    { key: 'shift', label: l('快下班了', '快下班了', 'End of shift') },
  ],
  away_reasons: [
    { key: 'break', label: l('小休', '小休', 'Break') },
    { key: 'meal', label: l('用餐', '用餐', 'Meal') },
    { key: 'meeting', label: l('會議', '会议', 'Meeting') },
    { key: 'training', label: l('培訓', '培训', 'Training') },
  ],
};
