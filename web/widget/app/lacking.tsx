import { useCell } from './cells.ts';
import { tryAgain } from './state.ts';
import { t } from './words.ts';

/** Said with what every page has from the start: neither the line nor the rest is needed for it. */
export function Lacking() {
  const trying = useCell(false);
  const press = async () => {
    trying.value = true;
    await tryAgain();
    trying.value = false;
  };
  return (
    <div class="lack" role="alert">
      <p>{t('lack.text')}</p>
      <button type="button" class="btn" aria-disabled={trying.value} onClick={press}>
        {t(trying.value ? 'lack.trying' : 'lack.again')}
      </button>
    </div>
  );
}
