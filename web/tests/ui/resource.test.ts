import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../../src/api/http.ts";
import { afterFailure } from "../../src/ui/resource.ts";

const lost = new Problem("network", "network", 0, "", "", "", undefined);

test("a page that has its data keeps it when loading again fails; one that has none says why", () => {
  assert.deepEqual(afterFailure({ state: "ready", value: 7, missed: null }, lost), { state: "ready", value: 7, missed: lost });
  assert.deepEqual(afterFailure({ state: "loading" }, lost), { state: "failed", problem: lost });
  assert.deepEqual(afterFailure({ state: "failed", problem: lost }, lost), { state: "failed", problem: lost });
});
