import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { formatTime } from '#i18n';
import type { Sample } from '../../state/wall.ts';
import { locale, t } from '../../text.ts';

// The sheet around a chart: title, where its data begin, and the same data as a table.
export function ChartSheet(props: {
  title: string;
  history: readonly Sample[];
  picture: () => ComponentChildren;
  columns: readonly string[];
  cells: (sample: Sample) => readonly (string | number)[];
}) {
  const id = useId();
  const [table, setTable] = useState(false);
  const { history } = props;
  const first = history[0];
  const drawn = history.length > 1;
  return (
    <article class="sheet chart" aria-labelledby={id}>
      <header class="hd">
        <h2 id={id}>{props.title}</h2>
        <small>{first ? t('chart.since', { time: formatTime(locale.value, first.at) }) : ''}</small>
        <span class="end">
          <button
            type="button"
            class="btn s quiet"
            disabled={!drawn}
            onClick={() => setTable(!table)}
          >
            {table ? t('chart.picture') : t('chart.table')}
          </button>
        </span>
      </header>
      {drawn ? (
        table ? (
          <Table
            title={props.title}
            history={history}
            columns={props.columns}
            cells={props.cells}
          />
        ) : (
          props.picture()
        )
      ) : (
        <p class="none">{t('chart.none')}</p>
      )}
    </article>
  );
}

function Table(props: {
  title: string;
  history: readonly Sample[];
  columns: readonly string[];
  cells: (sample: Sample) => readonly (string | number)[];
}) {
  const { history } = props;
  const step = Math.max(1, Math.floor(history.length / 12));
  const rows = history.filter((_, i) => i % step === 0 || i === history.length - 1);
  return (
    <section class="scroll" tabIndex={0} aria-label={props.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            {props.columns.map((name) => (
              <th key={name} scope="col" class="r">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((sample) => (
            <tr key={sample.at}>
              <th scope="row">{formatTime(locale.value, sample.at)}</th>
              {props.cells(sample).map((cell, i) => (
                <td key={props.columns[i]} class="r">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
