import { formatTime } from '#i18n';
import { type Config, labelOf } from './config.ts';
import type { Talk } from './view.ts';
import { locale, t } from './words.ts';

/** One line under the name: what it is about, and how it stands. */
export function statusOf(talk: Talk, config: Config) {
  const here = locale();
  if (talk.state === 'ended' && talk.endedAt)
    return t('ended.at', { time: formatTime(here, talk.endedAt) });
  const topic = labelOf(config.topics.find((x) => x.key === talk.topic)?.label, here);
  if (talk.state !== 'active') return topic;
  // Whether somebody is at the desk this minute is not known here.
  return [t('chat.agent'), topic].filter(Boolean).join(' · ');
}
