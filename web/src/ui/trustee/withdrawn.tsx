/** A trustee's page of an election that was withdrawn: there is nothing left to do here. */

import type { JSX } from "preact";
import type { Withdrawal } from "../../api/types.ts";
import { useTrusteeTexts } from "../../i18n/trustee.ts";
import { Answer } from "../page.tsx";
import { Link } from "../router.tsx";
import { WithdrawnFacts } from "../withdrawn.tsx";

export function Withdrawn({ withdrawal }: { withdrawal: Withdrawal }): JSX.Element {
  const t = useTrusteeTexts();
  const place = withdrawal.in_its_place;
  return (
    <>
      <Answer kind="wait" title={t.withdrawnTitle} level={2}><p>{t.withdrawnText}</p></Answer>
      <WithdrawnFacts withdrawal={withdrawal} />
      {place !== null && !place.prepared && <p><Link class="btn" to={`/trustee/${place.election}`}>{t.withdrawnNext}</Link></p>}
    </>
  );
}
