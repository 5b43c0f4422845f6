/** Randomness that a secret determines: the same bytes every time, and nobody without the secret tells them from random ones. */

import { concat, utf8 } from "./bytes.ts";
import { sha256, sodium, type Random } from "./sodium.ts";

/** HMAC-SHA-256 in counter mode. `context` must differ wherever the bytes are used for something else. */
export function derivedRandom(secret: string, context: string): Random {
  const key = sha256(utf8(secret));
  const about = sha256(utf8(context));
  let counter = 0;
  return {
    bytes(length) {
      const blocks: Uint8Array[] = [];
      for (let got = 0; got < length; got += 32) {
        blocks.push(sodium.crypto_auth_hmacsha256(concat(about, utf8(String(counter))), key));
        counter += 1;
      }
      return concat(...blocks).slice(0, length);
    },
  };
}
