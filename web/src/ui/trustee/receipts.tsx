/** What a trustee has posted, shown to be on the board. */

import type { JSX } from "preact";
import { sha256Hex } from "../../api/encoding.ts";
import type { Receipt } from "../../api/types.ts";
import { useTrusteeTexts } from "../../i18n/trustee.ts";
import { checkLogReceipt } from "../engine.ts";
import { saveFile } from "../forms.tsx";
import { Answer } from "../page.tsx";

/** Whether the receipt shows, under the pinned key, an entry that names these bytes. */
export async function receiptHolds(receipt: Receipt, vkey: string, bytes: Uint8Array): Promise<boolean> {
  return atob(receipt.entry).includes(`"${await sha256Hex(bytes)}"`) && checkLogReceipt(receipt, vkey);
}

/** `receipt`: null when the answer to the posting was lost. */
export function Sent({ receipt, title, text }: { receipt: Receipt | null; title: string; text: string }): JSX.Element {
  const t = useTrusteeTexts();
  return (
    <Answer kind="good" title={title} level={2}>
      <p>{text}</p>
      {receipt !== null && (
        <>
          <p>{t.receiptAt(receipt.entry_index)}</p>
          <button type="button" class="link on-answer" onClick={() => saveFile(`${t.receiptName}-${receipt.entry_index}.json`, "application/json", JSON.stringify(receipt))}>{t.receiptSave}</button>
        </>
      )}
    </Answer>
  );
}
