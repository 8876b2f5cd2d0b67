import { useId, useState } from 'preact/hooks';
import type { OpeningHours } from '../../session/rest.ts';
import {
  type DayForm,
  hoursFrom,
  offsetChoices,
  WEEKDAYS,
  type Weekday,
  weekForm,
} from '../../state/opening_hours.ts';
import { t } from '../../text.ts';
import { Choices, Field } from './editor_frame.tsx';

const dayWord = (day: Weekday) => t(`weekday.${day}`);

// What the fields below hold; words and the field when a day that is open lacks a time.
export function hoursOf(
  data: FormData,
): { hours: OpeningHours | null } | { wrong: string; field: string } {
  if (!data.has('hours')) return { hours: null };
  const text = (name: string) => String(data.get(name) ?? '');
  const read = hoursFrom({
    offsetMin: Number(data.get('offset')),
    days: WEEKDAYS.map((day) => ({
      day,
      open: data.has(`open${day}`),
      from: text(`from${day}`),
      to: text(`to${day}`),
    })),
  });
  if (!('wrong' in read)) return read;
  const side = text(`from${read.wrong}`) === '' ? 'from' : 'to';
  return {
    wrong: t('hours.wrong', { day: dayWord(read.wrong) }),
    field: `${side}${read.wrong}`,
  };
}

// The week of a storefront: always open, or a row a day.
export function HoursFields({ hours }: { hours: OpeningHours | null | undefined }) {
  const [on, setOn] = useState(Boolean(hours));
  const hint = useId();
  const offset = hours?.utc_offset_min ?? -new Date().getTimezoneOffset();
  return (
    <fieldset class="hours" aria-describedby={hint}>
      <legend class="lab">{t('hours.title')}</legend>
      <label class="check">
        <input
          type="checkbox"
          name="hours"
          checked={on}
          onChange={(event) => setOn(event.currentTarget.checked)}
        />
        {t('hours.limited')}
      </label>
      <span class="hint" id={hint}>
        {t(on ? 'hours.hint' : 'hours.always')}
      </span>
      {on ? (
        <>
          <Field label={t('hours.clock')} hint={t('hours.clockHint')}>
            <Choices name="offset" chosen={String(offset)} of={offsetChoices(offset)} />
          </Field>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('hours.day')}</th>
                <th scope="col">{t('hours.from')}</th>
                <th scope="col">{t('hours.to')}</th>
              </tr>
            </thead>
            <tbody>
              {weekForm(hours).map((one) => (
                <DayRow key={one.day} of={one} />
              ))}
            </tbody>
          </table>
        </>
      ) : null}
    </fieldset>
  );
}

function DayRow({ of }: { of: DayForm }) {
  const [open, setOpen] = useState(of.open);
  const day = dayWord(of.day);
  const time = (name: 'from' | 'to', label: string) => (
    <td>
      <input
        class="in"
        type="time"
        name={`${name}${of.day}`}
        aria-label={`${day} ${label}`}
        defaultValue={of[name]}
        disabled={!open}
      />
    </td>
  );
  return (
    <tr>
      <th scope="row">
        <label class="check">
          <input
            type="checkbox"
            name={`open${of.day}`}
            checked={open}
            onChange={(event) => setOpen(event.currentTarget.checked)}
          />
          {day}
        </label>
      </th>
      {time('from', t('hours.from'))}
      {time('to', t('hours.to'))}
    </tr>
  );
}
