import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRecoveryFile, recoveryFile } from "../../src/api/keystore.ts";
import type { Question } from "../../src/api/types.ts";
import { fromBase64, fromHex, sha256Tracker, toBase64, toHex, trackerForUrl } from "../../src/api/encoding.ts";
import { choiceVector, emptySelection, faultOf, readCredential, readSignInCode, readTracker, toggle, toggleBlank } from "../../src/ui/ballot-form.ts";
import { chooseList, chosenList, gradeOf, moveRank, rank, setGrade, toggleCandidate, unrank, wholeList } from "../../src/ui/form-choices.ts";
import { explain, isSimple, quorumNeeded } from "../../src/ui/decision.ts";
import { readElection } from "../../src/ui/election.ts";
import { shownFor } from "../../src/pages/check.tsx";
import { agrees } from "../../src/pages/verify.tsx";
import { groupReceiptChecks } from "../../src/ui/engine.ts";
import { readInline, readLaw } from "../../src/ui/law.ts";
import { match } from "../../src/ui/router.tsx";
import { splitAnswer } from "../../src/ui/votes.tsx";

const council = { question: "?", answers: ["A", "B", "C"], min: 1, max: 2, blank: true };

test("a receipt that holds accuses a server that does not show the vote, and asks nobody to vote again", () => {
  assert.equal(shownFor("unknown"), "denied");
  assert.equal(shownFor("invalid"), "denied");
  for (const found of ["committed", "counted", "replaced", "pending"] as const) assert.equal(shownFor(found), found);
});

test("marks: a blank vote and a name exclude each other; max 1 replaces", () => {
  const a = toggle(emptySelection, 0, 2);
  assert.deepEqual(toggle(a, 2, 2), { chosen: [0, 2], blank: false });
  assert.deepEqual(toggleBlank(a), { chosen: [], blank: true });
  assert.deepEqual(toggle(toggleBlank(a), 1, 2), { chosen: [1], blank: false });
  assert.deepEqual(toggle({ chosen: [0], blank: false }, 1, 1), { chosen: [1], blank: false });
  assert.deepEqual(toggle(a, 0, 2), emptySelection);
});

test("the rules of a question at their edges", () => {
  assert.equal(faultOf(council, emptySelection), "too_few");
  assert.equal(faultOf(council, { chosen: [0], blank: false }), null);
  assert.equal(faultOf(council, { chosen: [0, 1], blank: false }), null);
  assert.equal(faultOf(council, { chosen: [0, 1, 2], blank: false }), "too_many");
  assert.equal(faultOf(council, { chosen: [], blank: true }), null);
  assert.equal(faultOf({ ...council, blank: false }, { chosen: [], blank: true }), "too_many");
  assert.equal(faultOf({ ...council, min: 0 }, emptySelection), null);
});

test("what is encrypted: one number for each answer, the blank flag first", () => {
  assert.deepEqual(choiceVector(council, { chosen: [0, 2], blank: false }), [0, 1, 0, 1]);
  assert.deepEqual(choiceVector(council, { chosen: [], blank: true }), [1, 0, 0, 0]);
  assert.deepEqual(choiceVector({ ...council, blank: false }, { chosen: [1], blank: false }), [0, 1, 0]);
});

test("a voting code is read as people write it, and its fault is named", () => {
  const written = "5vSd9-QJ7VhT-KBcXq-Mm4pRz";
  for (const text of [written, "5vSd9QJ7VhTKBcXqMm4pRz", ` 5vSd9 QJ7VhT\u00a0KBcXq – Mm4pRz \n`]) assert.deepEqual(readCredential(text), { ok: true, credential: written });
  assert.deepEqual(readCredential("  - "), { ok: false, fault: "missing" });
  assert.deepEqual(readCredential("5vSd9QJ7VhTKBcXqMm4pR"), { ok: false, fault: "length", letters: 21 });
  assert.deepEqual(readCredential("5vSd9QJ7VhTKBcXqMm4pRzz"), { ok: false, fault: "length", letters: 23 });
  for (const letter of ["0", "O", "I", "l", "ą"]) assert.deepEqual(readCredential(`5vSd9QJ7VhTKBcXqMm4pR${letter}`), { ok: false, fault: "letter", letter });
});

test("trackers and sign-in codes", () => {
  const tracker = "k4Fq9ZtB2mXaLwP0eR7sY1NduG6hVc3JoK8iQfT5a+/";
  assert.equal(readTracker("k4Fq 9ZtB 2mXa LwP0 eR7s Y1Nd uG6h Vc3J oK8i QfT5 a+/"), tracker);
  assert.equal(readTracker(trackerForUrl(tracker)), tracker);
  assert.equal(readTracker(`${tracker}=`), tracker);
  assert.equal(readTracker(tracker.slice(1)), null);
  assert.equal(readSignInCode("ab12-cd 34"), "AB12CD34");
  assert.equal(readSignInCode("AB12CD3"), null);
});

// Numbers worked out in the collection of majority rules.
test("majorities: the threshold, the margin and the written sum", () => {
  const twoThirds = { base: "YN", num: 2, den: 3, strict: false } as const;
  const statute = explain(twoThirds, { yes: 19, no: 6, abstain: 2, entitled: 29 });
  assert.deepEqual(statute, { base: 25, needed: 17, margin: 2, satisfied: true, formula: "3 × 19 = 57 ≥ 2 × 25 = 50" });
  assert.equal(explain(twoThirds, { yes: 14, no: 7, abstain: 0, entitled: 29 }).satisfied, true);
  assert.equal(explain({ ...twoThirds, strict: true }, { yes: 14, no: 7, abstain: 0, entitled: 29 }).satisfied, false);
  assert.equal(explain({ ...twoThirds, base: "cast" }, { yes: 13, no: 5, abstain: 3, entitled: 29 }).satisfied, false);
  assert.equal(explain({ ...twoThirds, base: "present" }, { yes: 13, no: 5, abstain: 3, entitled: 29 }).formula, "3 × 13 = 39 < 2 × 21 = 42");
  assert.equal(explain({ ...twoThirds, base: "YN_invalid" }, { yes: 13, no: 5, abstain: 3, entitled: 29 }).base, 18);
  assert.deepEqual(explain({ ...twoThirds, base: "entitled" }, { yes: 19, no: 8, abstain: 2, entitled: 29 }).margin, -1);
  assert.equal(explain({ ...twoThirds, base: "entitled" }, { yes: 20, no: 8, abstain: 1, entitled: 29 }).satisfied, true);
});

test("simple majority: more for than against; a tie is not enough", () => {
  const simple = { base: "YN", num: 1, den: 2, strict: true } as const;
  assert.equal(isSimple(simple), true);
  assert.equal(explain(simple, { yes: 10, no: 8, abstain: 3, entitled: 29 }).formula, "10 > 8");
  assert.equal(explain(simple, { yes: 10, no: 10, abstain: 0, entitled: 29 }).satisfied, false);
  assert.equal(explain(simple, { yes: 0, no: 0, abstain: 21, entitled: 29 }).satisfied, false);
});

test("quorum: at least and more than a half of 29 and of 30", () => {
  assert.equal(quorumNeeded({ num: 1, den: 2, strict: false }, 29), 15);
  assert.equal(quorumNeeded({ num: 1, den: 2, strict: true }, 29), 15);
  assert.equal(quorumNeeded({ num: 1, den: 2, strict: false }, 30), 15);
  assert.equal(quorumNeeded({ num: 1, den: 2, strict: true }, 30), 16);
  assert.equal(quorumNeeded({ num: 1, den: 3, strict: false }, 29), 10);
});

test("statutes become units with anchors, and nothing becomes HTML", () => {
  const blocks = readLaw("# Statut\n\n## Rozdział I. Wstęp\n\n§ 1. 1. Pierwszy.\n2. Drugi\nciąg dalszy.\n\n§ 2. Celem jest:\n1) *to*;\n\n<b>nie</b>\n");
  assert.deepEqual(blocks.map((block) => block.kind), ["heading", "heading", "unit", "unit", "unit", "point", "paragraph"]);
  const units = blocks.filter((block) => block.kind === "unit");
  assert.deepEqual(units.map((unit) => [unit.no, unit.id]), [["§ 1.1", "par-1-1"], ["§ 1.2", "par-1-2"], ["§ 2", "par-2"]]);
  assert.equal(units[1]?.inline.map((part) => part.text).join(""), "Drugi ciąg dalszy.");
  assert.deepEqual(blocks.at(-1), { kind: "paragraph", inline: [{ kind: "text", text: "<b>nie</b>" }] });
  assert.deepEqual(readInline("a **b** *c*"), [{ kind: "text", text: "a " }, { kind: "strong", text: "b" }, { kind: "text", text: " " }, { kind: "em", text: "c" }]);
});

test("names of candidates are set apart from their organisations", () => {
  assert.deepEqual(splitAnswer("Anna Nowak — Fundacja, Kraków"), { name: "Anna Nowak", rest: "Fundacja, Kraków" });
  assert.deepEqual(splitAnswer("Anna Nowak (Fundacja)"), { name: "Anna Nowak", rest: "Fundacja" });
  assert.deepEqual(splitAnswer("Anna Nowak-Kowal"), { name: "Anna Nowak-Kowal", rest: "" });
});

test("addresses", () => {
  assert.deepEqual(match("/votes/:id/booth", "/votes/rada-2026/booth"), { id: "rada-2026" });
  assert.equal(match("/votes/:id", "/votes/"), null);
  assert.equal(match("/votes/:id", "/votes/a/b"), null);
  assert.equal(match("/votes/:id", "/votes/%E0%A4%A"), null);
});

test("files: only exactly the format is read", () => {
  const key = { publicKey: "ab".repeat(32), seed: new Uint8Array(32).fill(7) };
  assert.deepEqual(parseRecoveryFile(recoveryFile(key)), key);
  assert.equal(parseRecoveryFile("{}"), null);
  assert.equal(parseRecoveryFile(recoveryFile(key).replace("ogniwo-signing-key", "other")), null);
  assert.equal(parseRecoveryFile(recoveryFile({ ...key, seed: new Uint8Array(31) })), null);
});

test("an election is shown only when the booth can vote in it", () => {
  const definition = { uuid: "gVFdwjPMYZWHg9", name: "n", group: "Ed25519", public_key: "0", questions: [{ question: "q", answers: ["a"], min: 0, max: 1 }] };
  const read = (value: unknown) => readElection(new TextEncoder().encode(JSON.stringify(value)));
  assert.equal(read(definition)?.questions[0]?.blank, false);
  assert.equal(read({ ...definition, questions: [] }), null);
  assert.equal(read({ ...definition, questions: [{ type: "Lists", value: {} }] }), null);
  assert.equal(read({ ...definition, questions: [{ question: "q", answers: ["a"], min: 0, max: 2 }] }), null);
});

test("a receipt is good only when every check of a group ran and passed", () => {
  const ids = ["receipt.shape", "receipt.origin", "receipt.checkpoint", "receipt.entry", "receipt.election", "receipt.tracker", "receipt.index", "receipt.inclusion"] as const;
  const all = ids.map((id) => ({ id, ok: true, detail: "" }));
  assert.ok(groupReceiptChecks({ checks: all }).every((group) => group.ok === true));
  for (let stop = 0; stop < ids.length; stop += 1) {
    const partial = all.slice(0, stop + 1).map((check, i) => (i === stop ? { ...check, ok: false, detail: "x" } : check));
    const groups = groupReceiptChecks({ checks: partial });
    assert.equal(groups.filter((group) => group.ok === false).length, 1, ids[stop]);
    const members = groups.filter((group) => group.ok === true).length;
    assert.ok(members < 4);
  }
  assert.ok(groupReceiptChecks({ checks: [] }).every((group) => group.ok === null));
});

test("what the server shows is compared with what follows from the archive", () => {
  assert.equal(agrees({ result: [[1, 18, 15]] }, [[1, 18, 15]]), true);
  assert.equal(agrees({ result: [[1, 18, 15]] }, [[1, 15, 18]]), false);
  assert.equal(agrees({ result: [[1]] }, [[1], [2]]), false);
  assert.equal(agrees({}, [[1]]), null);
  // Of mixed votes the page shows no sums; the other questions are compared all the same.
  assert.equal(agrees({ result: [[1, 2, 2, 1]] }, [[]]), null);
  assert.equal(agrees({ result: [[1, 2, 2, 1], [3]] }, [[], [3]]), true);
  assert.equal(agrees({ result: [[1, 2, 2, 1], [3]] }, [[], [4]]), false);
  assert.equal(agrees({ result: [[1]] }, []), false);
  assert.equal(agrees({ result: [[1]] }, undefined), null);
});

test("bytes as text, there and back", async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.deepEqual(fromHex(toHex(bytes)), bytes);
  assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
  assert.equal(fromHex("AB"), null);
  assert.equal(fromHex("abc"), null);
  assert.equal(fromBase64("a b="), null);
  // SHA-256 of nothing, from RFC 6234's test suite, in Base64.
  assert.equal(await sha256Tracker(new Uint8Array()), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
});

const ranking: Question = { question: "?", answers: ["A", "B", "C"], min: 0, max: 3, blank: true, form: { kind: "ranking" } };
const grades: Question = { ...ranking, form: { kind: "grades", grades: ["good", "fair", "poor"] } };
const lists: Question = { question: "?", answers: ["L", "a", "b", "M", "c"], min: 1, max: 2, blank: false, form: { kind: "lists", lists: [["L", "a", "b"], ["M", "c"]] } };

test("a ranking: added in order, moved, taken out; the ballot has each answer's place from 1, and 0 without one", () => {
  const [c, ca] = [rank(emptySelection, 2), rank(rank(emptySelection, 2), 0)];
  assert.deepEqual(choiceVector(ranking, ca), [2, 0, 1]);
  assert.equal(rank(ca, 2), ca);
  const all = rank(ca, 1);
  assert.deepEqual(choiceVector(ranking, all), [2, 3, 1]);
  assert.deepEqual(moveRank(all, 2, 0).chosen, [1, 2, 0]);
  assert.deepEqual(moveRank(all, 0, 2).chosen, [0, 1, 2]);
  for (const [from, to] of [[0, -1], [2, 3], [3, 0]] as const) assert.equal(moveRank(all, from, to), all);
  assert.deepEqual(choiceVector(ranking, unrank(all, 0)), [0, 2, 1]);
  assert.equal(faultOf(ranking, c), null);
  assert.equal(faultOf(ranking, emptySelection), "too_few");
  const blank = toggleBlank(all);
  assert.equal(faultOf(ranking, blank), null);
  assert.deepEqual(choiceVector(ranking, blank), [0, 0, 0]);
  assert.deepEqual(rank(blank, 1), { chosen: [1], blank: false });
});

test("grades: one for each answer, 1 the best; an answer without one is 0", () => {
  const some = setGrade(setGrade(emptySelection, 2, 1, 3), 0, 3, 3);
  assert.deepEqual(choiceVector(grades, some), [3, 0, 1]);
  assert.deepEqual([0, 1, 2].map((answer) => gradeOf(some, answer, 3)), [3, 0, 1]);
  assert.deepEqual(choiceVector(grades, setGrade(some, 0, 2, 3)), [2, 0, 1]);
  assert.deepEqual(choiceVector(grades, setGrade(some, 0, 0, 3)), [0, 0, 1]);
  assert.equal(faultOf(grades, some), null);
  assert.equal(faultOf(grades, setGrade(setGrade(some, 0, 0, 3), 2, 0, 3)), "too_few");
  assert.deepEqual(choiceVector(grades, toggleBlank(some)), [0, 0, 0]);
});

test("lists: one list and at least one of its candidates; another list takes the marks away", () => {
  const { lists: names } = lists.form as { lists: string[][] };
  const first = chooseList(emptySelection, names, 0);
  assert.equal(faultOf(lists, emptySelection), "too_few");
  assert.equal(faultOf(lists, first), "no_candidate");
  assert.deepEqual(choiceVector(lists, toggleCandidate(first, 2)), [1, 0, 1, 0, 0]);
  assert.equal(faultOf(lists, toggleCandidate(first, 2)), null);
  assert.deepEqual(choiceVector(lists, wholeList(first, names)), [1, 1, 1, 0, 0]);
  assert.equal(faultOf(lists, toggleCandidate(toggleCandidate(first, 2), 2)), "no_candidate");
  const second = chooseList(wholeList(first, names), names, 1);
  assert.deepEqual(choiceVector(lists, second), [0, 0, 0, 1, 1]);
  assert.equal(chosenList(second, names), 1);
  assert.equal(chooseList(second, names, 1), second);
  assert.equal(wholeList(emptySelection, names), emptySelection);
});

test("typed questions of an election become forms", () => {
  const read = (question: unknown) => readElection(new TextEncoder().encode(JSON.stringify({ uuid: "gVFdwjPMYZWHg9", name: "n", group: "Ed25519", public_key: "0", questions: [question] })))?.questions[0];
  const value = { answers: ["A", "B"], question: "q" };
  assert.deepEqual(read({ type: "NonHomomorphic", value })?.form, { kind: "ranking" });
  assert.deepEqual(read({ type: "NonHomomorphic", value, extra: { grades: ["x", "y"] } })?.form, { kind: "grades", grades: ["x", "y"] });
  assert.equal(read({ type: "NonHomomorphic", value, extra: { grades: [] } }), undefined);
  const typed = read({ type: "Lists", value: { answers: [["L", "a", "b"], ["M", "c"]], question: "q" } });
  assert.deepEqual(typed, { ...lists, question: "q" });
  for (const bad of [{ type: "Lists", value: { answers: [["L"]], question: "q" } }, { type: "Lists", value: { answers: [], question: "q" } }, { type: "Other", value }, { type: "NonHomomorphic", value: { ...value, answers: [] } }]) {
    assert.equal(read(bad), undefined, JSON.stringify(bad));
  }
});
