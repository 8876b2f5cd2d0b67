import { hashOf } from '../../route.ts';
import { t } from '../../text.ts';
import '../../styles/admin.css';
import { SkillsPart } from './skills_part.tsx';
import { StaffPart } from './staff_part.tsx';
import { StorefrontsPart } from './storefronts_part.tsx';

type Part = 'staff' | 'skills' | 'storefronts';
const parts: readonly Part[] = ['staff', 'skills', 'storefronts'];

// Who works here, what they can do, and where the widget stands. Supervisors read, admins change.
export function AdminPage({ part, mayEdit }: { part: Part; mayEdit: boolean }) {
  const shown = mayEdit ? parts : (['staff'] as const);
  const at = mayEdit ? part : 'staff';
  return (
    <main class="admin" aria-label={t('page.admin')}>
      <nav class="admin-nav" aria-label={t('page.admin')}>
        {shown.map((one) => (
          <a
            key={one}
            href={hashOf({ page: 'admin', part: one })}
            {...(one === at ? { 'aria-current': 'page' as const } : {})}
          >
            {t(`admin.${one}`)}
          </a>
        ))}
      </nav>
      {at === 'staff' ? <StaffPart mayEdit={mayEdit} /> : null}
      {at === 'skills' ? <SkillsPart /> : null}
      {at === 'storefronts' ? <StorefrontsPart /> : null}
    </main>
  );
}
