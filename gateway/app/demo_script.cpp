#include "gateway/app/demo_script.hpp"

#include <array>

namespace kefu::gateway::app {

namespace {

using namespace std::string_view_literals;

constexpr std::array return_customer{
    "燈罩右邊有一道裂痕，打開就這樣了。"sv,
    "好，我要換一個新的，石青色。"sv,
    "明天早上都在家，謝謝您。"sv};
constexpr std::array return_agent{
    "很抱歉讓您收到破損的商品，我先幫您確認訂單。"sv,
    "可以換新，運費由我們負擔。請問明天方便取件嗎？"sv,
    "已安排明天上午取件，新品取件後兩天內寄出。"sv};
constexpr std::array logistics_customer{
    "顯示已送達，但是我沒有收到。"sv, "管理室說沒有我的包裹。"sv, "好，麻煩您查到通知我。"sv};
constexpr std::array logistics_agent{
    "我馬上向物流查詢簽收紀錄。"sv,
    "簽收人是隔壁棟，我請司機取回重送。"sv,
    "今天傍晚六點前會送到您手上。"sv};
constexpr std::array order_customer{"我想改收件地址，還來得及嗎？"sv, "改到公司，一樓櫃檯收。"sv};
constexpr std::array order_agent{
    "訂單還沒出貨，可以改。請告訴我新地址。"sv, "已經改好了，今天就會寄出。"sv};
constexpr std::array presale_customer{
    "Does the kettle work on an induction stove?"sv,
    "And does it ship to Hong Kong?"sv,
    "Great, thank you!"sv};
constexpr std::array presale_agent{
    "It does: the base is steel and works on induction and gas."sv,
    "Yes, three to five days, and returns are free within seven days."sv,
    "You are welcome. Have a nice day!"sv};
constexpr std::array complaint_customer{
    "我打了三次电话都没有人处理！"sv, "那什么时候可以退款？"sv, "好的，我等您的消息。"sv};
constexpr std::array complaint_agent{
    "非常抱歉让您久等，这件事由我负责到底。"sv,
    "退款今天提交，三个工作日内到账。"sv,
    "到账后我会再联系您确认。"sv};

constexpr std::array talks{
    demo_talk{"return", "zh-Hant", "收到的檯燈破了", return_customer, return_agent},
    demo_talk{"logistics", "zh-Hant", "包裹沒收到", logistics_customer, logistics_agent},
    demo_talk{"order", "zh-Hant", "想改訂單地址", order_customer, order_agent},
    demo_talk{
        "presale", "en", "A question about the pour-over kettle", presale_customer, presale_agent},
    demo_talk{"complaint", "zh-Hans", "投诉电话没人接", complaint_customer, complaint_agent}};

} // namespace

std::span<const demo_talk> demo_talks() { return talks; }

} // namespace kefu::gateway::app
