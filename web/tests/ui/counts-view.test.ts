import assert from "node:assert/strict";
import { test } from "node:test";
import { countsEn } from "../../src/i18n/counts-en.ts";
import { countsPl } from "../../src/i18n/counts-pl.ts";
import { titleOf } from "../../src/pages/count.tsx";
import { makeCount } from "../../src/ui/counts/context.tsx";
import { hasFractions } from "../../src/ui/counts/count-view.tsx";
import { compare, minus, zero, type Exact } from "../../src/ui/counts/exact.ts";
import { gradeTone } from "../../src/ui/counts/grades.tsx";
import { winnerOfAll } from "../../src/ui/counts/pairwise.tsx";
import { quotientRows } from "../../src/ui/counts/quotients.ts";
import type { TransferDetail } from "../../src/ui/counts/record-detail.ts";
import { byScore, lastScore } from "../../src/ui/counts/scores.tsx";
import { fixedOrder, standings, stepOf } from "../../src/ui/counts/steps.ts";
import { roundWords } from "../../src/ui/counts/transfer.tsx";
import { recordOf, recordText } from "./records.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/gu, " ");
const transferOf = (name: string): TransferDetail => {
  const { detail } = recordOf(name);
  assert.ok(detail.family === "transfer");
  return detail;
};
const sum = (values: Exact[]) => values.reduce((all, one) => minus(all, minus(zero, one)), zero);

test("no vote appears or vanishes between two rounds", () => {
  for (const name of ["stv-scottish", "stv-meek", "stv-ers97", "stv-groups", "irv"]) {
    const detail = transferOf(name);
    detail.rounds.forEach((round, at) => {
      const before = detail.rounds[at - 1];
      if (before === undefined) return;
      const step = stepOf(detail, at);
      const outside = minus(sum([round.exhausted, round.loss]), sum([before.exhausted, before.loss]));
      assert.equal(compare(sum(step.losses.map((one) => one.amount)), sum([...step.gains.map((one) => one.amount), outside])), 0, `${name} round ${at + 1}`);
      assert.ok([...step.losses, ...step.gains].every((one) => compare(one.amount, zero) > 0));
    });
  }
});

test("where everybody stands, and one order for all rounds", () => {
  const detail = transferOf("stv-scottish");
  assert.deepEqual([...standings(detail, 1)], [[0, { is: "elected", round: 1 }]]);
  assert.deepEqual(standings(detail, 5).get(3), { is: "excluded", round: 5 });
  assert.deepEqual(fixedOrder(recordOf("stv-scottish"), detail), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(fixedOrder(recordOf("irv"), transferOf("irv")), [3, 0, 1, 2]);
});

test("a round in sentences", () => {
  const record = recordOf("stv-scottish");
  const polish = makeCount(record, [], countsPl, "pl", false);
  const detail = transferOf("stv-scottish");
  assert.deepEqual(roundWords(polish, detail, 0), ["Liczymy pierwsze miejsca na kartach.", "Wybrano: Anna Zielińska."]);
  assert.deepEqual(roundWords(polish, detail, 1).map(plain), [
    "Anna Zielińska: głosów jest więcej, niż trzeba. Nadwyżka (1) przechodzi na następne kandydatury z tych kart.",
    "Zyskują: Bartosz Lis +0,61, Celina Wójcik +0,39.",
  ]);
  assert.deepEqual(roundWords(polish, detail, 4).map(plain), [
    "Odpada: Daniel Kos. Głosy (12) przechodzą na następne kandydatury z kart.", "Zyskują: Bartosz Lis +6.", "Bez dalszych wskazań: 6.", "Wybrano: Bartosz Lis.",
  ]);
  const exact = makeCount(record, ["X", "Y", "Z"], countsEn, "en", true);
  assert.deepEqual(roundWords(exact, detail, 1).slice(1).map(plain), ["Gains: Y +0.61105, Z +0.38885."]);
  const meek = roundWords(makeCount(recordOf("stv-meek"), [], countsEn, "en", false), transferOf("stv-meek"), 1);
  assert.match(plain(meek[0] ?? ""), /after 2 approximations\.$/u);
  assert.equal(meek.at(-1), "Excluded: Filip Rybak.");
});

test("scores: the elected first, then by score; the line is the lowest score with a seat", () => {
  const record = recordOf("borda-groups");
  assert.ok(record.detail.family === "scores");
  assert.deepEqual(byScore(record, record.detail.scores, (a, b) => a - b), [1, 2, 3, 0, 4, 5]);
  assert.equal(lastScore(record, record.detail.scores)?.text, "311/2");
  assert.deepEqual(record.groupEffects, [{ candidate: 0, effect: "passed_over" }]);
  const open = recordOf("open-tie");
  assert.ok(open.detail.family === "scores");
  assert.equal(lastScore(open, open.detail.scores), null);
});

test("duels: who wins all of them, if anybody", () => {
  const schulze = recordOf("schulze");
  assert.ok(schulze.detail.family === "pairwise");
  assert.equal(winnerOfAll(schulze.detail.votes, schulze.detail.places), null);
  assert.equal(winnerOfAll([[0, 3, 2], [1, 0, 5], [1, 1, 0]], [[0], [1], [2]]), 0);
  assert.equal(winnerOfAll([[0, 3, 2], [1, 0, 5], [2, 1, 0]], [[0], [1], [2]]), null);
});

// 340, 280 and 160 votes for 8 seats, worked out by hand.
test("quotients: divisors of both methods, and the seat that each won", () => {
  const rows = (name: string) => {
    const record = recordOf(name);
    assert.ok(record.detail.family === "lists");
    return quotientRows(record.method, record.detail, [0, 1, 2]).map((row) => `${row.divisor}: ${row.cells.map((cell) => `${cell.value.text}#${cell.seat ?? "-"}`).join(" ")}`);
  };
  assert.deepEqual(rows("dhondt"), ["1: 340/1#1 280/1#2 160/1#4", "2: 340/2#3 280/2#5 160/2#-", "3: 340/3#6 280/3#7 160/3#-", "4: 340/4#8 280/4#- 160/4#-", "5: 340/5#- 280/5#- 160/5#-"]);
  assert.deepEqual(rows("sainte-lague").map((row) => row.split(":")[0]), ["1", "3", "5", "7"]);
});

test("people on lists are called by their names, whatever their lists are called", () => {
  const record = recordOf("people");
  const count = makeCount(record, ["Lista A", "Lista B", "Lista C"], countsEn, "en", false);
  assert.ok(record.detail.family === "lists");
  assert.deepEqual(record.detail.seated.map((list) => list.map(count.name)), [["Jan Kowalski", "Anna Nowak"], ["Piotr Wójcik", "Ewa Zima"], ["Zofia Kos"]]);
  assert.equal(count.name(1), "Lista B");
  assert.equal(count.rest(3), "Fundacja Most, Kraków");
});

test("grades: colours spread from best to worst, whatever their number", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6].map((grade) => gradeTone(grade, 6)), ["g0", "g1", "g2", "g3", "g4", "none"]);
  assert.deepEqual([1, 2, 3].map((grade) => gradeTone(grade, 3)), ["g0", "g4", "none"]);
  assert.deepEqual([1, 2].map((grade) => gradeTone(grade, 2)), ["g0", "none"]);
});

test("rounding is offered where something is rounded", () => {
  const with_ = ["stv-scottish", "stv-meek", "borda-nauru", "largest-remainder", "dhondt", "equal-shares"];
  const without = ["plurality", "block", "irv", "schulze", "majority-judgment"];
  for (const name of with_) assert.equal(hasFractions(recordOf(name)), true, name);
  for (const name of without) assert.equal(hasFractions(recordOf(name)), false, name);
});

test("the heading is the record's title when there is one", () => {
  assert.equal(titleOf(recordText("lot")), "Wybór skarbnika");
  for (const text of ["", "null", "{}", '{"title":" "}', '{"title":7}']) assert.equal(titleOf(text), null, text);
});
