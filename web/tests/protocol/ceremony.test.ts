/** Key ceremonies: a whole one, one that belenios-tool made, and everything that a party might get wrong. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { utf8, fromUtf8 } from "../../src/protocol/bytes.ts";
import { assembleTrustees, makeCertificate, makePolynomial, makeVoutput, openDecryptionKey } from "../../src/protocol/ceremony.ts";
import { readCertificates, readContribution, readRecord, readVoutput } from "../../src/protocol/ceremony-record.ts";
import { ed25519 } from "../../src/protocol/ed25519.ts";
import { belenios2048, rfc3526 } from "../../src/protocol/finite-field.ts";
import { equalPoints } from "../../src/protocol/group.ts";
import { parseJson, writeJson, type Json, type JsonObject } from "../../src/protocol/json.ts";
import { receive, seal, send } from "../../src/protocol/private-channel.ts";
import { encodeProof } from "../../src/protocol/proofs.ts";
import { encodeScalar, randomScalar, scalarOf, sumOf } from "../../src/protocol/scalar.ts";
import { signText } from "../../src/protocol/signed-message.ts";
import { derivePkiKeys, evaluateCommitments, evaluatePolynomial, lagrangeAtZero, randomPolynomial } from "../../src/protocol/threshold.ts";
import { combineTrustees, parseTrustees } from "../../src/protocol/trustees.ts";
import { verifyElection } from "../../src/protocol/verify.ts";
import { runElection, sampleCeremony, sampleElection } from "./sample.ts";
import { faultAsync, faultOf, fixture, readBytes, seededRandom } from "./support.ts";

const shape = { size: 3, threshold: 2 };
const ceremony = { group: ed25519, shape };
const made = await sampleCeremony("ceremony tests", 3, 2);
const { certificates, polynomials, voutputs, seeds, secrets } = made;
const random = seededRandom("more of the ceremony");
const listOf = (item: JsonObject): Uint8Array => utf8(writeJson([["Pedersen", item]]));

test("shares, commitments and Lagrange weights are those of one polynomial, in every group", () => {
  for (const group of [ed25519, belenios2048, rfc3526]) {
    const { scalars } = group;
    const coefficients = randomPolynomial(group, 3, random);
    const commitments = coefficients.map(group.powerOfGenerator);
    const indices = [2, 4, 5];
    const shares = indices.map((index) => evaluatePolynomial(group, coefficients, index));
    indices.forEach((index, i) => {
      const [a0, a1, a2] = coefficients as [typeof shares[0], typeof shares[0], typeof shares[0]];
      const x = scalarOf(scalars, index);
      const byHand = sumOf(scalars, [a0 as never, scalars.multiply(a1 as never, x), scalars.multiply(a2 as never, scalars.multiply(x, x))]);
      assert.deepEqual(shares[i], byHand);
      assert.ok(equalPoints(evaluateCommitments(group, commitments, index), group.powerOfGenerator(byHand)));
    });
    const weights = lagrangeAtZero(scalars, indices);
    assert.deepEqual(sumOf(scalars, weights.map((one, i) => scalars.multiply(one, shares[i] as never))), coefficients[0]);
  }
  // l_1 = 2 / (2 - 1), l_2 = 1 / (1 - 2)
  const [first, second] = lagrangeAtZero(ed25519.scalars, [1, 2]);
  assert.equal(encodeScalar(first as never), "2");
  assert.equal(encodeScalar(ed25519.scalars.add(second as never, ed25519.scalars.one)), "0");
});

test("any two of three, and no one alone, hold the key that the three made together", () => {
  const { keys, items } = parseTrustees(ed25519, listOf(made.item));
  assert.deepEqual(items.map(({ first, size, threshold, form }) => [first, size, threshold, form]), [[0, 3, 2, "full"]]);
  const y = combineTrustees(ed25519, { items });
  keys.forEach((key, i) => assert.ok(equalPoints(key.publicKey, ed25519.powerOfGenerator(secrets[i] as never))));
  for (const pair of [[1, 2], [1, 3], [2, 3]]) {
    const weights = lagrangeAtZero(ed25519.scalars, pair);
    const whole = sumOf(ed25519.scalars, weights.map((one, i) => ed25519.scalars.multiply(one, secrets[(pair[i] as number) - 1] as never)));
    assert.ok(equalPoints(ed25519.powerOfGenerator(whole), y));
  }
  const council = { answers: ["Ala", "Bea"], min: 0, max: 1, question: "Council?" };
  const sample = sampleElection("with a ceremony", [council], ["Anna"], [1, 1], ed25519, made);
  const votes = [{ voter: 0, choices: [[1, 0]] }, { voter: 1, choices: [[1, 0]] }];
  for (const owners of [[1, 2, 3], [1, 2, 4], [4, 3, 1], [1, 2, 3, 4]]) {
    const report = verifyElection(runElection(sample, votes, owners).archive);
    assert.deepEqual(report.checks.filter((one) => one.outcome !== "passed"), []);
    assert.deepEqual(report.result, [[2, 0]]);
  }
  for (const owners of [[1, 2], [2, 3, 4]]) assert.equal(faultOf(() => runElection(sample, votes, owners)), "decryption.missing");
});

test("the same polynomial comes of the same randomness; keys open only with their seed", async () => {
  const again = (seed: string): Promise<string> => makePolynomial(ceremony, certificates, 1, seeds[0] ?? "", seededRandom(seed));
  assert.equal(await again("a"), await again("a"));
  assert.notEqual(await again("a"), await again("b"));
  assert.deepEqual(await openDecryptionKey(ed25519, seeds[1] ?? "", voutputs[1] ?? ""), secrets[1]);
  assert.equal(await faultAsync(() => openDecryptionKey(ed25519, seeds[0] ?? "", voutputs[1] ?? "")), "channel.authentication");
  assert.equal(await faultAsync(() => openDecryptionKey(ed25519, "short", voutputs[1] ?? "")), "seed.format");
  assert.equal(await faultAsync(() => openDecryptionKey(ed25519, seeds[0] ?? "", "{}")), "trustee.encoding");
  assert.equal(await faultAsync(() => makePolynomial(ceremony, certificates, 2, seeds[0] ?? "", random)), "ceremony.seed");
  assert.equal(await faultAsync(() => makePolynomial(ceremony, certificates, 4, seeds[0] ?? "", random)), "ceremony.index");
  assert.equal(faultOf(() => makeCertificate(ceremony, 0, seeds[0] ?? "", random)), "ceremony.index");
  assert.equal(faultOf(() => makeCertificate({ ...ceremony, shape: { size: 16, threshold: 2 } }, 1, seeds[0] ?? "", random)), "trustee.size");
  assert.equal(faultOf(() => makeCertificate({ ...ceremony, shape: { size: 3, threshold: 4 } }, 1, seeds[0] ?? "", random)), "trustee.threshold");
  assert.equal(faultOf(() => makeCertificate({ ...ceremony, shape: { size: 15, threshold: 15 } }, 15, seeds[0] ?? "", random)), "accepted");
});

test("certificates: another place, threshold or group, a changed key, two alike, one missing", () => {
  const fault = (texts: string[], other = ceremony): string => faultOf(() => readCertificates(other, texts));
  const [first = "", second = "", third = ""] = certificates;
  assert.equal(fault([first, second, third]), "accepted");
  assert.equal(fault([second, first, third]), "trustee.cert_context");
  assert.equal(fault([first, second]), "trustee.size");
  assert.equal(fault(certificates, { ...ceremony, shape: { size: 3, threshold: 3 } }), "trustee.cert_context");
  assert.equal(fault([first, makeCertificate(ceremony, 2, seeds[0] ?? "", random), third]), "trustee.cert_duplicate");
  assert.equal(fault([first.replace(/encryption\\":\\"\w{64}/u, `encryption\\":\\"${ed25519.encode(ed25519.generator)}`), second, third]), "trustee.cert_signature");
  assert.equal(fault([first.replace(/encryption\\":\\"\w{64}/u, `encryption\\":\\"${ed25519.encode(ed25519.neutral)}`), second, third]), "trustee.neutral");
  assert.equal(fault([first.replace(/encryption\\":\\"\w{64}/u, `encryption\\":\\"${"0".repeat(64)}`), second, third]), "trustee.membership");
  assert.equal(fault([first.replace('"challenge":"', '"challenge":"0'), second, third]), "trustee.encoding");
  assert.equal(fault(["{", second, third]), "trustee.encoding");
});

/** A polynomial with one member replaced by another trustee's, or by what `change` makes of it. */
function withMember(index: number, member: string, change: (old: Json) => Json): string {
  const value = parseJson(polynomials[index - 1] ?? "") as JsonObject;
  return writeJson({ ...value, [member]: change(value[member] as Json) });
}
const memberOf = (index: number, member: string): Json => (parseJson(polynomials[index - 1] ?? "") as JsonObject)[member] as Json;

test("polynomials: every public part is checked, by its maker's name", () => {
  const known = readCertificates(ceremony, certificates);
  const fault = (text: string): string => faultOf(() => readContribution(ceremony, known, 1, text));
  assert.equal(fault(polynomials[0] ?? ""), "accepted");
  assert.equal(fault(polynomials[1] ?? ""), "trustee.coefexps_signature");
  assert.equal(fault(withMember(1, "coefexps", () => memberOf(2, "coefexps"))), "trustee.coefexps_signature");
  assert.equal(fault(withMember(1, "signature", () => memberOf(2, "signature"))), "trustee.certs_signature");
  assert.equal(fault(withMember(1, "secrets", (old) => (old as Json[]).slice(1))), "trustee.size");
  assert.equal(fault(withMember(1, "secrets", () => 1)), "trustee.encoding");
  const shorter = (old: Json): Json => {
    const { message, signature } = old as { message: string; signature: Json };
    const { coefexps } = parseJson(message) as { coefexps: Json[] };
    return { message: writeJson({ coefexps: coefexps.slice(1) }), signature };
  };
  assert.equal(fault(withMember(1, "coefexps", shorter)), "trustee.coefexps_length");
  assert.throws(() => readRecord(ceremony, certificates, [polynomials[0] ?? "", polynomials[0] ?? "", polynomials[2] ?? ""]), /trustee 2/u);
});

test("a share that does not fit is found by its receiver, and names its sender", async () => {
  const voutput = (texts: string[]): Promise<string> => faultAsync(() => makeVoutput(ceremony, certificates, texts, 3, seeds[2] ?? "", random));
  const [first = "", second = "", third = ""] = polynomials;
  assert.equal(await voutput([first, second, third]), "accepted");
  // Trustee 1 seals another number for trustee 3.
  const keys = derivePkiKeys(ed25519, seeds[0] ?? "");
  const [, , receiver] = readCertificates(ceremony, certificates);
  const sealed = await send(ed25519, keys, receiver?.encryption as never, '{"secret":"5"}', random);
  const wrong = withMember(1, "secrets", (old) => [...(old as Json[]).slice(0, 2), sealed]);
  assert.equal(await voutput([wrong, second, third]), "trustee.share");
  await assert.rejects(makeVoutput(ceremony, certificates, [wrong, second, third], 3, seeds[2] ?? "", random), /trustee 1/u);
  // The others do not notice: nobody but trustee 3 can open it.
  assert.equal(await faultAsync(() => makeVoutput(ceremony, certificates, [wrong, second, third], 2, seeds[1] ?? "", random)), "accepted");
  // A share for trustee 2 in the place of that for trustee 3.
  const moved = withMember(1, "secrets", (old) => [0, 1, 1].map((i) => (old as Json[])[i] as Json));
  assert.equal(await voutput([moved, second, third]), "channel.authentication");
  assert.equal(await voutput([withMember(1, "secrets", () => ["", "", "x"]), second, third]), "channel.encoding");
  // Another polynomial of trustee 3, signed with its stolen key, under its number.
  const forged = parseJson(await makePolynomial(ceremony, certificates, 3, seeds[2] ?? "", random)) as JsonObject;
  const own = parseJson(third) as JsonObject;
  assert.equal(await voutput([first, second, writeJson({ ...forged, polynomial: own.polynomial as Json })]), "ceremony.polynomial");
});

test("the private channel binds sender, receiver and text", async () => {
  const [a, b, c] = seeds.map((seed) => derivePkiKeys(ed25519, seed)) as [ReturnType<typeof derivePkiKeys>, ReturnType<typeof derivePkiKeys>, ReturnType<typeof derivePkiKeys>];
  const publicOf = ed25519.powerOfGenerator;
  const text = await send(ed25519, a, publicOf(b.decryption), '{"secret":"7"}', random);
  const fault = (sealed: string, receiver = b, sender = a): Promise<string> => faultAsync(() => receive(ed25519, receiver, publicOf(sender.signing), sealed));
  assert.equal(await receive(ed25519, b, publicOf(a.signing), text), '{"secret":"7"}');
  assert.equal(await fault(text, c), "channel.authentication");
  assert.equal(await fault(text, b, c), "channel.signature");
  // b opens what a sent, and seals it again for c: the name of the receiver is inside.
  const inner = writeJson({ recipient: ed25519.encode(publicOf(b.decryption)), message: "x" });
  const document = writeJson({ message: inner, signature: encodeProof(signText(ed25519, inner, a.signing, random)) });
  assert.equal(await fault(await seal(ed25519, publicOf(b.decryption), document, random)), "accepted");
  assert.equal(await fault(await seal(ed25519, publicOf(c.decryption), document, random), c), "channel.recipient");
  assert.equal(await fault(text.replace(/"data":"../u, '"data":"00')), "channel.authentication");
  assert.equal(await fault(text.replace(/(..)"\}$/u, '00"}')), "channel.authentication");
  assert.equal(await fault(text.replace("AES-GCM", "AES-CCM")), "channel.encoding");
  assert.equal(await fault(text.replace(",", ", ")), "channel.encoding");
  assert.equal(await fault(text.replace(/"alpha":"\w+"/u, `"alpha":"${"0".repeat(64)}"`)), "channel.membership");
  assert.equal(await fault("x".repeat((1 << 20) + 1)), "channel.size");
  assert.equal(await fault("{}"), "channel.encoding");
});

test("keys at the end: another's, unsigned, or with a wrong signature", () => {
  const record = readRecord(ceremony, certificates, polynomials);
  const fault = (index: number, text: string): string => faultOf(() => readVoutput(ceremony, record, index, text));
  const [first = "", second = ""] = voutputs;
  assert.equal(fault(1, first), "accepted");
  assert.equal(fault(1, second), "trustee.verification_key");
  assert.equal(fault(1, first.replace(/,"signature":\{[^}]*\}/u, "")), "trustee.key_signature");
  const signature = /"signature":\{[^}]*\}/u.exec(second)?.[0] ?? "";
  assert.equal(fault(1, first.replace(/"signature":\{[^}]*\}/u, signature)), "trustee.key_signature");
  assert.equal(fault(1, first.replace('"challenge":"', '"challenge":"0')), "trustee.encoding");
  assert.equal(fault(1, "[]"), "trustee.encoding");
});

test("a list of trustees: every part of a ceremony is checked, and old forms are told apart", () => {
  const fault = (change: (item: JsonObject) => JsonObject): string => faultOf(() => parseTrustees(ed25519, listOf(change(parseJson(writeJson(made.item)) as JsonObject))));
  const swapped = (name: string) => (item: JsonObject): JsonObject => {
    const [first, second, ...rest] = item[name] as [Json, Json, ...Json[]];
    return { ...item, [name]: [second, first, ...rest] };
  };
  assert.equal(fault((item) => item), "accepted");
  assert.equal(fault(swapped("certs")), "trustee.cert_context");
  assert.equal(fault(swapped("coefexps")), "trustee.coefexps_signature");
  assert.equal(fault(swapped("signatures")), "trustee.certs_signature");
  assert.equal(fault(swapped("verification_keys")), "trustee.verification_key");
  assert.equal(fault((item) => ({ ...item, threshold: 3 })), "trustee.cert_context");
  assert.equal(fault((item) => ({ ...item, threshold: 4 })), "trustee.threshold");
  assert.equal(fault((item) => ({ ...item, threshold: "2" })), "trustee.encoding");
  assert.equal(fault((item) => ({ ...item, more: 1 })), "trustee.encoding");
  assert.equal(fault((item) => ({ ...item, coefexps: (item.coefexps as Json[]).slice(1) })), "trustee.size");
  assert.equal(fault(({ signatures: _, ...item }) => item), "trustee.form");
  const unsigned = (key: Json): Json => Object.fromEntries(Object.entries(key as JsonObject).filter(([name]) => name !== "signature"));
  assert.equal(fault((item) => ({ ...item, verification_keys: (item.verification_keys as Json[]).map((key, i) => (i === 0 ? unsigned(key) : key)) })), "trustee.form");
  const older = { ...made.item, verification_keys: (made.item.verification_keys as Json[]).map(unsigned) };
  assert.equal(parseTrustees(ed25519, listOf(older)).items[0]?.form, "signed_certs");
  assert.equal(faultOf(() => parseTrustees(ed25519, utf8(writeJson([["Pedersen", made.item], ["Pedersen", made.item]])))), "trustee.duplicate");
});

// Made by belenios-tool 3.3.0: its documents pass our checks, and its sealed keys open with its seeds.
for (const [name, group] of [["ed25519", ed25519], ["ff", belenios2048]] as const) {
  const folder = fixture(`belenios/${name}-3.3.0-homomorphic-threshold`);
  test(`a ceremony of belenios-tool in ${group.name}`, { skip: folder === null && "../shared/fixtures is not there" }, async () => {
    const read = (file: string): string => fromUtf8(readBytes(join(folder as string, file)));
    const lines = (file: string): string[] => read(file).trim().split("\n");
    const certs = lines("certs.jsons");
    const polys = lines("polynomials.jsons");
    const theirs = { group, shape: { size: certs.length, threshold: (parseJson(read("threshold.json")) as { threshold: number }).threshold } };
    readRecord(theirs, certs, polys);
    const owners = lines("order.txt").map((one) => one.trim().replace(/\.key$/u, ""));
    const outputs = owners.map((one) => read(`${one}.voutput`).trim());
    const list = parseJson(read("setup/trustees.json")) as [string, JsonObject][];
    const item = list.find(([kind]) => kind === "Pedersen")?.[1] as JsonObject;
    assert.equal(writeJson(assembleTrustees(theirs, certs, polys, outputs)), writeJson(item));
    for (const [i, owner] of owners.entries()) {
      const seed = read(`${owner}.key`).trim();
      const secret = await openDecryptionKey(group, seed, outputs[i] ?? "");
      assert.equal((item.verification_keys as { public_key: string }[])[i]?.public_key, group.encode(group.powerOfGenerator(secret)));
      // Their shares are ours: the voutput that we make has the same key.
      const own = await makeVoutput(theirs, certs, polys, i + 1, seed, random);
      assert.deepEqual(await openDecryptionKey(group, seed, own), secret);
    }
  });
}

// What each change must be caught by.
const tampered: Record<string, string> = {
  "pd-factor-changed": "decryption.proof", "pd-owner-changed": "decryption.proof", "pd-proof-changed": "decryption.proof", "pd-removed": "decryption.missing",
  "setup-coefexps-swapped": "trustee.coefexps_signature", "setup-trustee-pok-changed": "trustee.pok", "ed-pd-factor-plus-torsion": "decryption.membership",
};
const tamperedFolder = fixture("belenios/tampered/ed25519-3.3.0-homomorphic-threshold");
test("every tampered election with a ceremony is rejected, three of them aside", { skip: tamperedFolder === null && "../shared/fixtures is not there" }, () => {
  const accepted: string[] = [];
  for (const variant of readdirSync(tamperedFolder as string)) {
    const folder = join(tamperedFolder as string, variant);
    const file = readdirSync(folder).find((one) => one.endsWith(".bel")) ?? "";
    const report = verifyElection(new Uint8Array(readFileSync(join(folder, file))));
    const failed = report.checks.find((one) => !one.ok);
    if (failed === undefined) accepted.push(variant);
    if (variant in tampered) assert.equal(failed?.detail.split(":")[0], tampered[variant], variant);
  }
  assert.deepEqual(accepted.sort(), ["ballot-leading-zero-number", "ed-hex-uppercase", "truncated-at-event-boundary"]);
});

test("scalars of a seed are those of its two hashes", () => {
  const { signing, decryption } = derivePkiKeys(ed25519, "1".repeat(22));
  assert.notDeepEqual(signing, decryption);
  assert.equal(faultOf(() => derivePkiKeys(ed25519, "1".repeat(21))), "seed.format");
  assert.equal(faultOf(() => derivePkiKeys(ed25519, "1".repeat(23))), "seed.format");
  assert.equal(faultOf(() => derivePkiKeys(ed25519, `${"1".repeat(21)}0`)), "seed.format");
  assert.notDeepEqual(randomScalar(ed25519.scalars, random), signing);
});
