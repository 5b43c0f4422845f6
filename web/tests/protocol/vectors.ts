/** The vectors that the native code and this one share (tests/vectors). Seeded: the same bytes every time. */

import { encodeEntry, makeAct, parseAct, signActText, trackerOf, parseEntry } from "../../src/protocol/act.ts";
import { ballotTracker, encodeBallot, hashOfUnsigned, signaturePrefix } from "../../src/protocol/ballot.ts";
import { checkBallot } from "../../src/protocol/ballot-check.ts";
import { fromUtf8, toBase64, toHex, utf8 } from "../../src/protocol/bytes.ts";
import { deriveCredential, generateCredential, publicCredential } from "../../src/protocol/credential.ts";
import { encodeCiphertext, encryptBit, type Ciphertext } from "../../src/protocol/elgamal.ts";
import { parseJson, writeCanonicalJson, writeJson, type Json, type JsonObject } from "../../src/protocol/json.ts";
import { consistencyProof, inclusionProof, leafHash, rootOf } from "../../src/protocol/merkle.ts";
import { encodeCheckpoint, encodeVkey, openCheckpoint, parseVkey, signNote } from "../../src/protocol/note.ts";
import { ed25519 } from "../../src/protocol/ed25519.ts";
import { encodeProof, proveChaumPedersen, proveDisjunction, proveSchnorr, type Proof } from "../../src/protocol/proofs.ts";
import { encodeReceipt, verifyReceipt } from "../../src/protocol/receipt.ts";
import { encodeScalar, hashToScalar, parseScalar, randomScalar } from "../../src/protocol/scalar.ts";
import { publicKeyOfSeed } from "../../src/protocol/signing.ts";
import { sha256, type Random } from "../../src/protocol/sodium.ts";
import { audits } from "./audits.ts";
import { kinds } from "./kind-vectors.ts";
import { runElection, sampleElection, type ElectionSample, type QuestionSample, type Vote } from "./sample.ts";
import { faultOf, seededRandom } from "./support.ts";

const { scalars, neutral, multiply, power, powerOfGenerator, encode: encodePoint, parse: parsePoint } = ed25519;
const { order, add, zero, one } = scalars;
const origin = "ogniwo.example/vectors";

function group(): Json {
  const random = seededRandom("vectors group");
  const exponents = [zero, one, parseScalar(scalars, String(order - 1n)), ...Array.from({ length: 6 }, () => randomScalar(scalars, random))];
  const bases = [powerOfGenerator(one), ...Array.from({ length: 3 }, () => powerOfGenerator(randomScalar(scalars, random)))];
  const p = (1n << 255n) - 19n;
  const spell = (y: bigint): string => y.toString(16).padStart(64, "0");
  const element = encodePoint(bases[1] ?? neutral);
  const texts = [
    encodePoint(neutral), element, element.toUpperCase(), element.slice(1), `${element}0`, "", spell(0n), spell(2n), spell(p - 1n),
    spell(p + 1n), spell((1n << 255n) | 1n), spell((BigInt(`0x${element}`) ^ (1n << 255n))),
    spell((1n << 255n) ^ (p - BigInt(`0x${element}`) % (1n << 255n)) ^ (BigInt(`0x${element}`) >> 255n << 255n)),
  ];
  const numbers = ["0", "1", String(order - 1n), String(order), "00", "01", "-1", "+1", "1.0", "", " 1", "1e1", "9".repeat(80)];
  return {
    group: "Ed25519", order: String(order),
    hash_to_scalar: ["", "abc", "pok|Ed25519|", "zażółć"].map((text) => ({ text, scalar: encodeScalar(hashToScalar(scalars, text)) })),
    generator_powers: exponents.map((e) => ({ exponent: encodeScalar(e), element: encodePoint(powerOfGenerator(e)) })),
    powers: bases.flatMap((base) => exponents.map((e) => (
      { base: encodePoint(base), exponent: encodeScalar(e), element: encodePoint(power(base, e)) }))),
    products: bases.flatMap((a) => [...bases, neutral].map((b) => ({ a: encodePoint(a), b: encodePoint(b), product: encodePoint(multiply(a, b)) }))),
    element_texts: texts.map((text) => ({ text, ok: faultOf(() => parsePoint(text)) === "accepted" })),
    scalar_texts: numbers.map((text) => ({ text, ok: faultOf(() => parseScalar(scalars, text)) === "accepted" })),
  };
}

function credentials(): Json {
  const random = seededRandom("vectors credentials");
  const uuids = ["11111111111111", "zzzzzzzzzzzzzz", "TestVectors1xyzABCDEF"];
  const good = uuids.flatMap((uuid) => Array.from({ length: 4 }, () => generateCredential(random)).map((credential) => {
    const secret = deriveCredential(ed25519, credential, uuid);
    return { uuid, credential, secret: encodeScalar(secret), public: publicCredential(ed25519, secret) };
  }));
  const [{ credential: code } = { credential: "" }] = good;
  const bad = ["", code.slice(1), `${code}1`, code.replace(/^./u, "0"), code.replace(/.$/u, "l"), code.replaceAll("-", "_"), ` ${code}`];
  return { good, bad };
}

/** The same proof with a response that is one larger. */
function spoiled(proof: Proof): Proof {
  return { challenge: proof.challenge, response: add(proof.response, one) };
}

function proofs(): Json {
  const random = seededRandom("vectors proofs");
  const schnorr: Json[] = [];
  const chaumPedersen: Json[] = [];
  const disjunctions: Json[] = [];
  for (let i = 0; i < 3; i += 1) {
    const secret = randomScalar(scalars, random);
    const key = powerOfGenerator(secret);
    const prefix = `test|${String(i)}|${encodePoint(key)}|`;
    const proof = proveSchnorr(ed25519, prefix, secret, random);
    const base = { prefix, public: encodePoint(key) };
    schnorr.push({ ...base, proof: encodeProof(proof), ok: true }, { ...base, proof: encodeProof(spoiled(proof)), ok: false });
    schnorr.push({ ...base, prefix: `other${prefix}`, proof: encodeProof(proof), ok: false });
    const alpha = powerOfGenerator(randomScalar(scalars, random));
    const factor = power(alpha, secret);
    const equality = proveChaumPedersen(ed25519, prefix, alpha, secret, random);
    const both = { prefix, public: encodePoint(key), alpha: encodePoint(alpha), factor: encodePoint(factor) };
    chaumPedersen.push({ ...both, proof: encodeProof(equality), ok: true }, { ...both, proof: encodeProof(spoiled(equality)), ok: false });
    chaumPedersen.push({ ...both, factor: encodePoint(multiply(factor, alpha)), proof: encodeProof(equality), ok: false });
  }
  for (const [values, truth] of [[[0], 0], [[0, 1], 0], [[0, 1], 1], [[1, 2, 3, 4], 2]] as [number[], number][]) {
    const y = powerOfGenerator(randomScalar(scalars, random));
    const r = randomScalar(scalars, random);
    const bits = values[truth] ?? 0;
    let ciphertext: Ciphertext = encryptBit(ed25519, y, 0, r);
    for (let k = 0; k < bits; k += 1) ciphertext = { alpha: ciphertext.alpha, beta: multiply(ciphertext.beta, powerOfGenerator(one)) };
    const prefix = `test|${values.join()}|`;
    const branches = values.map((value) => ({ ciphertext, value }));
    const list = proveDisjunction(ed25519, prefix, y, branches, values.map((_, k) => (k === truth ? 1 : 0)), r, random);
    const shown = { prefix, y: encodePoint(y), branches: values.map((value): Json => ({ ...encodeCiphertext(ed25519, ciphertext), value })) };
    disjunctions.push({ ...shown, proofs: list.map(encodeProof), ok: true });
    disjunctions.push({ ...shown, proofs: list.map((proof, k) => encodeProof(k === 0 ? spoiled(proof) : proof)), ok: false });
    const others = values.map((value): Json => ({ ...encodeCiphertext(ed25519, ciphertext), value: value + 5 }));
    disjunctions.push({ ...shown, branches: others, proofs: list.map(encodeProof), ok: false });
  }
  return { schnorr, chaum_pedersen: chaumPedersen, disjunction: disjunctions };
}

/** Ballots that must be refused, each for one reason, made from two good ones of the first voter. */
function badBallots(sample: ElectionSample, good: Uint8Array, other: Uint8Array): Json {
  const { election, roll, random, codes } = sample;
  const text = fromUtf8(good);
  const root = parseJson(text) as JsonObject;
  const donor = parseJson(fromUtf8(other)) as JsonObject;
  const answers = root.answers as JsonObject[];
  const [first = {}] = answers;
  const donors = (donor.answers as JsonObject[])[0] ?? {};
  const signed = (answer: JsonObject, code = codes[0] ?? "", credential = root.credential): string => {
    const { election_uuid, election_hash } = root;
    const unsigned = { election_uuid, election_hash, credential, answers: [answer, ...answers.slice(1)] } as JsonObject;
    const hash = hashOfUnsigned(unsigned);
    return fromUtf8(encodeBallot(unsigned, hash, proveSchnorr(ed25519, signaturePrefix(hash), deriveCredential(ed25519, code, election.uuid), random)));
  };
  const second = codes[1] ?? "";
  const secondKey = publicCredential(ed25519, deriveCredential(ed25519, second, election.uuid));
  const stranger = generateCredential(random);
  const swapped = (name: string): JsonObject => ({ ...first, [name]: donors[name] as Json });
  const cases: [string, string][] = [
    ["white space", text.replace(",", ", ")],
    ["an unknown member", text.replace('{"election_uuid"', '{"more":1,"election_uuid"')],
    ["another election", text.replaceAll(election.uuid, "99999999999999")],
    ["another definition", text.replace(election.phi, `${election.phi.slice(0, -2)}AA`)],
    ["a wrong hash", text.replace(/"hash":"./u, (head) => head.slice(0, -1) + (head.endsWith("A") ? "B" : "A"))],
    ["signed by another voter", signed(first, second)],
    ["a voter who is not on the list", signed(first, stranger, publicCredential(ed25519, deriveCredential(ed25519, stranger, election.uuid)))],
    ["answers of another voter", signed(first, second, secondKey)],
    ["choices of another ballot", signed(swapped("choices"))],
    ["individual proofs of another ballot", signed(swapped("individual_proofs"))],
    ["overall proof of another ballot", signed(swapped("overall_proof"))],
    ["a choice less", signed({ ...first, choices: (first.choices as Json[]).slice(1) })],
    ["an individual proof less", signed({ ...first, individual_proofs: (first.individual_proofs as Json[]).slice(1) })],
    ["an element outside the group", signed({ ...first, choices: [{ alpha: "0".repeat(64), beta: "0".repeat(63) + "1" }, ...(first.choices as Json[]).slice(1)] })],
  ];
  if (first.blank_proof !== undefined) cases.push(["blank proof of another ballot", signed(swapped("blank_proof"))]);
  return cases.map(([name, ballot]) => ({ name, ballot, failed: faultOf(() => checkBallot(election, roll, utf8(ballot))) }));
}

function electionVector(name: string, questions: QuestionSample[], weights: number[], votes: Vote[]): Json {
  const sample = sampleElection(`vectors ${name}`, questions, ["Anna Żak", "Bolesław"], weights);
  const run = runElection(sample, votes);
  const { election, codes, secrets } = sample;
  return {
    name, uuid: election.uuid, phi: election.phi,
    election: fromUtf8(sample.electionJson), trustees: fromUtf8(sample.trusteesJson), credentials: fromUtf8(sample.rollJson),
    trustee_keys: secrets.map((secret, i) => ({ owner: i + 1, private_key: encodeScalar(secret) })),
    voters: codes.map((credential, i) => (
      { credential, public: publicCredential(ed25519, deriveCredential(ed25519, credential, election.uuid)), weight: weights[i] ?? 1 })),
    ballots: run.ballots.map((bytes, i): Json => (
      { voter: votes[i]?.voter ?? 0, choices: votes[i]?.choices ?? [], ballot: fromUtf8(bytes), tracker: ballotTracker(bytes) })),
    bad_ballots: badBallots(sample, run.ballots[0] as Uint8Array, run.ballots[1] as Uint8Array),
    encrypted_tally: fromUtf8(run.tallyJson), sized_tally: fromUtf8(run.sizedJson),
    partial_decryptions: run.decryptions.map(({ owner, bytes, owned }): Json => (
      { owner, partial_decryption: fromUtf8(bytes), owned: fromUtf8(owned) })),
    result: fromUtf8(run.resultJson), counts: run.counts, archive: toBase64(run.archive),
  };
}

function elections(): Json {
  const council = { answers: ["Ala", "Bea", "Cyd", "Dag"], blank: true, min: 1, max: 2, question: "Rada?" };
  const audit = { answers: ["Ewa", "Flo", "Gil"], min: 0, max: 2, question: "Komisja?" };
  return [
    electionVector("blank", [council], [1, 1, 1, 1], [
      { voter: 0, choices: [[0, 1, 0, 0, 0]] }, { voter: 0, choices: [[0, 1, 1, 0, 0]] }, { voter: 1, choices: [[1, 0, 0, 0, 0]] },
      { voter: 2, choices: [[0, 0, 0, 1, 0]] },
    ]),
    electionVector("weighted, two questions", [audit, council], [3, 1, 1000], [
      { voter: 0, choices: [[0, 0, 0], [0, 0, 0, 1, 1]] }, { voter: 0, choices: [[1, 1, 0], [1, 0, 0, 0, 0]] },
      { voter: 2, choices: [[0, 0, 1], [0, 0, 0, 0, 1]] },
    ]),
  ];
}

function merkle(): Json {
  const texts = Array.from({ length: 13 }, (_, i) => `leaf ${String(i)}`);
  const leaves = texts.map((text) => leafHash(utf8(text)));
  const sizes = Array.from({ length: leaves.length + 1 }, (_, size) => size);
  return {
    leaves: texts, leaf_hashes: leaves.map(toHex),
    roots: sizes.map((size) => ({ size, root: toHex(rootOf(leaves.slice(0, size))) })),
    inclusion: sizes.flatMap((size) => leaves.slice(0, size).map((_, index): Json => (
      { index, size, proof: inclusionProof(index, leaves.slice(0, size)).map(toHex) }))),
    consistency: sizes.flatMap((size) => sizes.filter((old) => old <= size).map((old): Json => (
      { old_size: old, size, proof: consistencyProof(old, leaves.slice(0, size)).map(toHex) }))),
  };
}

function notes(): Json {
  const random = seededRandom("vectors notes");
  const seed = random.bytes(32);
  const vkey = encodeVkey({ name: origin, key: publicKeyOfSeed(seed) });
  const text = encodeCheckpoint({ origin, size: 123_456n, root: random.bytes(32) });
  const note = signNote(text, origin, seed);
  const witness = signNote(text, "witness.example", random.bytes(32)).slice(text.length + 1);
  const cases: [string, string][] = [
    ["plain", note],
    ["with a witness after", note + witness],
    ["with a witness before", note.replace("\n\n", `\n\n${witness}`)],
    ["with an extension line", signNote(`${text}extension\n`, origin, seed)],
    ["another size", note.replace("123456", "123457")],
    ["only a witness", `${text}\n${witness}`],
    ["no signature", text],
    ["no empty line", note.replace("\n\n", "\n")],
    ["no line feed at the end", note.slice(0, -1)],
    ["another origin", signNote(encodeCheckpoint({ origin: "other.example", size: 1n, root: random.bytes(32) }), origin, seed)],
    ["a leading zero", signNote(text.replace("123456", "0123456"), origin, seed)],
    ["a short root", signNote(`${origin}\n1\nAAAA\n`, origin, seed)],
    ["a hyphen for the dash", note.replace("\u2014", "-")],
  ];
  const vkeys = [vkey, vkey.replace("+", "+0"), vkey.slice(0, -1), `x${vkey}`, vkey.replace(/\+[0-9a-f]{8}\+/u, "+00000000+"), "", "a+b"];
  return {
    seed: toHex(seed), vkey, checkpoint: text, note,
    vkeys: vkeys.map((value) => ({ vkey: value, ok: faultOf(() => parseVkey(value)) === "accepted" })),
    notes: cases.map(([name, value]) => {
      const failed = faultOf(() => openCheckpoint(value, parseVkey(vkey)));
      return { name, note: value, failed: failed === "accepted" ? null : failed };
    }),
  };
}

const hashOf = (text: string): string => toHex(sha256(utf8(text)));

function bodies(key: string): [string, JsonObject][] {
  const uuid = "TestVectors1xyz";
  const quorum = { num: 1, den: 3, strict: false };
  const setup = { election: hashOf("e"), trustees: hashOf("t"), credentials: hashOf("c") };
  const announced = {
    vote: "board", title: "Zarząd", election: uuid, group: "Ed25519", seats: 2, quorum, definition: hashOf("d"), credentials: hashOf("c"),
    trustees: ["alfa-1", "beta-1", "beta-2", "gama-1"], runs: [{ size: 1, threshold: 1 }, { size: 3, threshold: 2 }],
  };
  return [
    ["log.created", { federation: "Federacja „Źródło” \\ \"demo\"", server_key: key, version: 1 }],
    ["organisation.admitted", { organisation: "alfa", name: "Stowarzyszenie Ążź 😀", legal_form: "association", seat: "Łódź", weight: 1 }],
    ["mandate.granted", { mandate: "alfa-1", organisation: "alfa", person: hashOf("p"), roles: ["representative", "officer", "trustee"] }],
    ["key.registered", { key, mandate: "alfa-1" }],
    ["key.registered", { key, mandate: "alfa-1", replaces: hashOf("k") }],
    ["text.published", { text: "statute", title: "Statut", version: 2, blob: hashOf("b") }],
    ["open_vote.prepared", { vote: "statute", title: "Statut", question: "Czy przyjąć?", text: "statute", rule: { base: "YN", num: 1, den: 2, strict: true }, quorum }],
    ["open_vote.prepared", { vote: "seat", title: "Siedziba", question: "Łódź?", rule: { base: "entitled", num: 2, den: 3, strict: false }, quorum }],
    ["election.prepared", { vote: "council", title: "Rada", election: uuid, seats: 3, quorum, setup, trustees: ["alfa-1", "beta-1"] }],
    ["vote.opened", { vote: "council", officers: 1 }],
    ["vote.closed", { vote: "council", officers: 1 }],
    ["open_vote.cast", { vote: "statute", option: "abstain", organisation: "alfa", mandates: ["alfa-1"] }],
    ["ballot.accepted", { election: uuid, tracker: ballotTracker(utf8("ballot")) }],
    ["participation.published", { vote: "council", organisations: ["alfa", "beta"] }],
    ["election.tallied", { election: uuid, encrypted_tally: hashOf("t"), sized_tally: hashOf("s") }],
    ["decryption.posted", { election: uuid, owner: 1, partial_decryption: hashOf("d"), owned: hashOf("o") }],
    ["election.decided", { election: uuid, result: hashOf("r"), elected: [0, 2], tie: false }],
    ["open_vote.decided", { vote: "statute", yes: 9_007_199_254_740_991, no: 0, abstain: 1, entitled: 3, quorum: true, adopted: true }],
    ["election.announced", { ...announced, count: { method: "stv-scottish", constraints: hashOf("q"), lot: hashOf("l") } }],
    ["election.announced", announced],
    ["trustee.key_posted", { election: uuid, owner: 1, key: hashOf("key") }],
    ["ceremony.certificate_posted", { election: uuid, owner: 2, certificate: hashOf("certificate") }],
    ["ceremony.commitment_posted", { election: uuid, owner: 2, commitment: hashOf("polynomial") }],
    ["ceremony.polynomial_posted", { election: uuid, owner: 2, polynomial: hashOf("polynomial") }],
    ["ceremony.key_posted", { election: uuid, owner: 2, voutput: hashOf("voutput") }],
    ["election.prepared", {
      vote: "board", title: "Zarząd", election: uuid, seats: 2, quorum, setup, trustees: announced.trustees, runs: announced.runs,
      count: { method: "schulze", lot: hashOf("l") },
    }],
    ["ballot.spoiled", { election: uuid, tracker: ballotTracker(utf8("an opened ballot")) }],
    ["shuffle.posted", { election: uuid, owner: 0, shuffle: hashOf("s"), owned: hashOf("o") }],
    ["shuffles.ended", { election: uuid, officers: 2 }],
    ["election.decided", { election: uuid, result: hashOf("r"), elected: [1], tie: true, count: { record: hashOf("rounds"), seed: hashOf("seed") } }],
    ["election.withdrawn", { election: uuid, reason: "Błąd w tekście pytania", officers: 1 }],
    ["election.announced", { ...announced, vote: "board-2", replaces: { election: "WithdrawnVectors", officers: 1 } }],
    ["open_vote.prepared", {
      vote: "double", title: "Statut", question: "Czy przyjąć?", rule: { base: "YN_invalid", num: 2, den: 3, strict: false }, quorum,
      organisations: { base: "entitled", num: 1, den: 2, strict: true },
    }],
    ["open_vote.prepared", { vote: "tie", title: "Siedziba", question: "Łódź?", rule: { base: "YN", num: 1, den: 2, strict: true }, quorum, casting_vote: "alfa-1" }],
    ["open_vote.decided", {
      vote: "double", yes: 9, no: 1, abstain: 0, entitled: 10, quorum: true, adopted: false, organisations: { yes: 2, no: 1, abstain: 0, entitled: 10 },
    }],
    ["open_vote.decided", { vote: "tie", yes: 4, no: 4, abstain: 1, entitled: 29, quorum: true, adopted: true, casting_vote: "yes" }],
  ];
}

/** A body of election.prepared, but for one member of one of its runs. */
const unfinishedRun = writeCanonicalJson({
  vote: "board", title: "Board", election: "TestVectors1xyz", seats: 1, quorum: { num: 0, den: 1, strict: false }, trustees: ["a"],
  setup: { election: hashOf("e"), trustees: hashOf("t"), credentials: hashOf("c") }, runs: [{ size: 1 }],
});

function badEntries(random: Random, seed: Uint8Array): Json {
  const act = makeAct("vote.opened", { vote: "council", officers: 1 }, origin, random);
  const signature = signActText(act, seed);
  const entry = fromUtf8(encodeEntry(parseAct(act), [signature], 1_790_000_000_000));
  const sigs = /"sigs":\[(.*)\]\}$/u.exec(entry)?.[1] ?? "";
  const cases: [string, string][] = [
    ["white space", ` ${entry}`],
    ["members out of order", entry.replace('"officers":1,"vote":"council"', '"vote":"council","officers":1')],
    ["an unknown member", entry.replace('"at":', '"as":1,"at":')],
    ["an unknown member of the body", entry.replace('"officers":1', '"officers":1,"office":2')],
    ["an unknown kind", entry.replace("vote.opened", "vote.dreamt")],
    ["a body of another kind", entry.replace("vote.opened", "ballot.accepted")],
    ["a fraction", entry.replace('"officers":1', '"officers":1.5')],
    ["a trustee's number below 0", entry.replace("vote.opened", "shuffles.ended").replace(/"body":\{[^}]*\}/u, `"body":{"election":"TestVectors1xyz","officers":-1}`)],
    ["a run without a threshold", entry.replace("vote.opened", "election.prepared").replace(/"body":\{[^}]*\}/u, () => `"body":${unfinishedRun}`)],
    ["a short nonce", entry.replace(/"nonce":"../u, '"nonce":"')],
    ["a nonce that is not hexadecimal", entry.replace(/"nonce":"./u, '"nonce":"G')],
    ["a time that is not a number", entry.replace('"at":1790000000000', '"at":"1790000000000"')],
    ["equal keys", entry.replace('"officers":1', '"officers":1,"officers":1')],
    ["no signature", entry.replace(sigs, "")],
    ["one signature twice", entry.replace(sigs, `${sigs},${sigs}`)],
    ["a key in capitals", entry.replace(signature.key, signature.key.toUpperCase())],
    ["an escape that is not needed", entry.replace('"council"', '"\\u0063ouncil"')],
  ];
  return cases.map(([name, text]) => ({ name, entry: text, failed: faultOf(() => parseEntry(utf8(text))) }));
}

function acts(): Json {
  const random = seededRandom("vectors acts");
  const seeds = [random.bytes(32), random.bytes(32)];
  const key = toHex(publicKeyOfSeed(seeds[0] as Uint8Array));
  const entries = bodies(key).map(([kind, body], i): Json => {
    const act = makeAct(kind, body, origin, random);
    const signatures = seeds.slice(0, kind === "key.registered" ? 2 : 1).map((seed) => signActText(act, seed));
    const at = kind === "ballot.accepted" || kind === "ballot.spoiled" ? undefined : 1_790_000_000_000 + i;
    const bytes = encodeEntry(parseAct(act), signatures, at);
    return {
      kind, act, entry: fromUtf8(bytes), leaf_hash: toHex(leafHash(bytes)), tracker: trackerOf(parseEntry(bytes)),
      signatures: signatures.map(({ key: signer, sig }) => ({ key: signer, sig })), ...(at !== undefined && { at }),
    };
  });
  return { origin, seeds: seeds.map(toHex), entries, bad_entries: badEntries(random, seeds[0] as Uint8Array) };
}

function receipts(): Json {
  const random = seededRandom("vectors receipts");
  const logSeed = random.bytes(32);
  const seed = random.bytes(32);
  const vkey = encodeVkey({ name: origin, key: publicKeyOfSeed(logSeed) });
  const election = "TestVectors1xyz";
  const tracker = ballotTracker(utf8("the bytes of a ballot"));
  const entryOf = (kind: string, body: JsonObject, log = origin): Uint8Array => {
    const act = makeAct(kind, body, log, random);
    return encodeEntry(parseAct(act), [signActText(act, seed)]);
  };
  const others = Array.from({ length: 11 }, (_, i) => entryOf("vote.opened", { vote: `v${String(i)}`, officers: 1 }));
  const receiptOf = (entry: Uint8Array, entryIndex: number, about: { election: string; tracker: string }, log = origin): JsonObject => {
    const tree = others.map((one, i) => leafHash(i === entryIndex ? entry : one));
    const checkpoint = signNote(encodeCheckpoint({ origin: log, size: BigInt(tree.length), root: rootOf(tree) }), origin, logSeed);
    return encodeReceipt({ origin, ...about, entry, entryIndex, inclusionProof: inclusionProof(entryIndex, tree), checkpoint });
  };
  const about = { election, tracker };
  const good = receiptOf(entryOf("ballot.accepted", { election, tracker }), 4, about);
  const open = entryOf("open_vote.cast", { vote: "statute", option: "yes", organisation: "alfa", mandates: ["alfa-1"] });
  const proof = good.inclusion_proof as string[];
  const forged = encodeEntry(parseEntry(entryOf("ballot.accepted", { election, tracker })).act, [{ key: toHex(publicKeyOfSeed(seed)), sig: "11".repeat(64) }]);
  const cases: [string, Json][] = [
    ["good", good],
    ["good, an open vote", receiptOf(open, 10, { election: "statute", tracker: trackerOf(parseEntry(open)) })],
    ["good, the first entry", receiptOf(entryOf("ballot.accepted", { election, tracker }), 0, about)],
    ["another version", { ...good, version: 2 }],
    ["an unknown member", { ...good, more: 1 }],
    ["a negative index", { ...good, entry_index: -1 }],
    ["a short hash", { ...good, inclusion_proof: ["00", ...proof.slice(1)] }],
    ["another log", { ...good, origin: "other.example" }],
    ["an entry of another log", receiptOf(entryOf("ballot.accepted", { election, tracker }, "other.example"), 4, about)],
    ["a checkpoint of another log", receiptOf(entryOf("ballot.accepted", { election, tracker }), 4, about, "other.example")],
    ["a checkpoint of another size", { ...good, checkpoint: (good.checkpoint as string).replace("\n11\n", "\n12\n") }],
    ["a checkpoint by another key", { ...good, checkpoint: signNote(encodeCheckpoint({ origin, size: 11n, root: random.bytes(32) }), origin, random.bytes(32)) }],
    ["not an entry", { ...good, entry: toBase64(utf8("{}")) }],
    ["an entry with a wrong signature", { ...good, entry: toBase64(forged) }],
    ["another election", { ...good, election: "22222222222222" }],
    ["another tracker", { ...good, tracker: ballotTracker(utf8("another ballot")) }],
    ["an index beyond the log", { ...good, entry_index: 11 }],
    ["a neighbour's index", { ...good, entry_index: 5 }],
    ["another entry of the same vote", { ...good, entry: toBase64(entryOf("ballot.accepted", { election, tracker })) }],
    ["a short proof", { ...good, inclusion_proof: proof.slice(1) }],
    ["a long proof", { ...good, inclusion_proof: [...proof, hashOf("x")] }],
    ["a proof in another order", { ...good, inclusion_proof: [...proof].reverse() }],
  ];
  return {
    vkey,
    receipts: cases.map(([name, receipt]) => {
      const text = writeJson(receipt);
      return { name, receipt: text, failed: verifyReceipt(text, vkey).failed ?? null };
    }),
  };
}

/** File name and text of every vector file. */
export async function makeVectors(): Promise<Map<string, string>> {
  const files: Record<string, Json> = {
    group: group(), credentials: credentials(), proofs: proofs(), elections: elections(), merkle: merkle(), notes: notes(),
    acts: acts(), receipts: receipts(), kinds: await kinds(), audits: audits(),
  };
  return new Map(Object.entries(files).map(([name, value]) => [`${name}.json`, `${JSON.stringify(value, null, 1)}\n`]));
}
