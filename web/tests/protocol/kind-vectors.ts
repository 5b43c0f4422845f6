/** Shared vectors of key ceremonies, and of elections with rankings, lists and shuffles (tests/vectors/kinds.json). */

import { ballotTracker, encodeBallot, hashOfUnsigned, signaturePrefix } from "../../src/protocol/ballot.ts";
import { checkBallot } from "../../src/protocol/ballot-check.ts";
import { fromUtf8, toBase64, utf8 } from "../../src/protocol/bytes.ts";
import { readContribution, readCertificates, readRecord, readVoutput } from "../../src/protocol/ceremony-record.ts";
import { deriveCredential } from "../../src/protocol/credential.ts";
import { ed25519 } from "../../src/protocol/ed25519.ts";
import { rfc3526 } from "../../src/protocol/finite-field.ts";
import type { Group } from "../../src/protocol/group.ts";
import { parseJson, writeJson, type Json, type JsonObject } from "../../src/protocol/json.ts";
import { proveSchnorr } from "../../src/protocol/proofs.ts";
import { encodeScalar } from "../../src/protocol/scalar.ts";
import { runElection, sampleCeremony, sampleElection, type CeremonySample, type ElectionSample, type Vote } from "./sample.ts";
import { faultOf } from "./support.ts";

const ranking = { type: "NonHomomorphic", value: { answers: ["Ala", "Bea", "Cyd"], question: "Ranking?" } };
const lists = { type: "Lists", value: { answers: [["Pierwsza", "Ala", "Bea"], ["Druga", "Cyd"]], question: "Listy?" } };

/** Documents that must be refused: which step they are of, by which trustee, in place of which good one. */
function badDocuments(group: Group, shape: { size: number; threshold: number }, { certificates, polynomials, voutputs }: CeremonySample): Json {
  const ceremony = { group, shape };
  const known = readCertificates(ceremony, certificates);
  const record = readRecord(ceremony, certificates, polynomials);
  const [certificate = "", otherCertificate = ""] = certificates;
  const [polynomial = "", otherPolynomial = ""] = polynomials;
  const [voutput = "", otherVoutput = ""] = voutputs;
  const withOther = (member: string): string =>
    writeJson({ ...parseJson(polynomial) as JsonObject, [member]: (parseJson(otherPolynomial) as JsonObject)[member] as Json });
  const cases: [name: string, step: string, text: string][] = [
    ["another trustee's certificate", "certificate", otherCertificate],
    ["a certificate with another signature", "certificate", certificate.replace(/"response":"\d/u, (head) => `${head.slice(0, -1)}${head.endsWith("1") ? "2" : "1"}`)],
    ["a certificate with a leading zero", "certificate", certificate.replace('"challenge":"', '"challenge":"0')],
    ["another trustee's commitments", "polynomial", withOther("coefexps")],
    ["another trustee's signature of all certificates", "polynomial", withOther("signature")],
    ["a polynomial without secrets", "polynomial", writeJson({ ...parseJson(polynomial) as JsonObject, secrets: [] })],
    ["a polynomial with an unknown member", "polynomial", polynomial.replace("{", '{"more":1,')],
    ["another trustee's key", "key", otherVoutput],
    ["a key without its signature", "key", voutput.replace(/,"signature":\{[^}]*\}/u, "")],
    ["a key with another proof", "key", voutput.replace(/"pok":\{[^}]*\}/u, /"pok":\{[^}]*\}/u.exec(otherVoutput)?.[0] ?? "")],
  ];
  return cases.map(([name, step, text]) => {
    const failed = faultOf(() => {
      if (step === "certificate") readCertificates(ceremony, [text, ...certificates.slice(1)]);
      else if (step === "polynomial") readContribution(ceremony, known, 1, text);
      else readVoutput(ceremony, record, 1, text);
    });
    return { name, step, text, failed };
  });
}

function ceremonyVector(group: Group, shape: { size: number; threshold: number }, made: CeremonySample): Json {
  const { seeds, certificates, polynomials, voutputs, secrets, item } = made;
  return {
    group: group.name, ...shape, seeds, certificates, polynomials, voutputs, private_keys: secrets.map(encodeScalar),
    trustees: writeJson(item), bad: badDocuments(group, shape, made),
  };
}

/** Ballots whose answer to question 2 or 3 holds something of another ballot, or is of another form; signed again. */
function badBallots(sample: ElectionSample, good: Uint8Array, other: Uint8Array): Json {
  const { election, roll, random, codes: [code = ""] } = sample;
  const { group, uuid } = election;
  const root = parseJson(fromUtf8(good)) as JsonObject;
  const answers = root.answers as [JsonObject, JsonObject];
  const donors = (parseJson(fromUtf8(other)) as JsonObject).answers as [JsonObject, JsonObject];
  const signed = (changed: Json): string => {
    const { election_uuid, election_hash, credential } = root;
    const unsigned = { election_uuid, election_hash, credential, answers: changed } as JsonObject;
    const hash = hashOfUnsigned(unsigned);
    return fromUtf8(encodeBallot(unsigned, hash, proveSchnorr(group, signaturePrefix(hash), deriveCredential(group, code, uuid), random)));
  };
  const withMember = (question: number, member: string, value: Json): string =>
    signed(answers.map((answer, i): Json => (i === question ? { ...answer, [member]: value } : answer)));
  const [rank, list] = donors;
  const cases: [string, string][] = [
    ["a ranking of another ballot", withMember(0, "choices", rank.choices as Json)],
    ["a proof of another ranking", withMember(0, "proof", rank.proof as Json)],
    ["a ranking in a list", withMember(0, "choices", [answers[0].choices as Json])],
    ["choices of other lists", withMember(1, "choices", list.choices as Json)],
    ["lists that are not nested", withMember(1, "choices", (answers[1].choices as Json[]).flat())],
    ["an overall proof of other lists", withMember(1, "overall_proof", list.overall_proof as Json)],
    ["list proofs of other lists", withMember(1, "list_proofs", list.list_proofs as Json)],
    ["a non-zero proof of other lists", withMember(1, "nonzero_proof", list.nonzero_proof as Json)],
    ["a neutral commitment", withMember(1, "nonzero_proof", { ...answers[1].nonzero_proof as JsonObject, commitment: group.encode(group.neutral) })],
    ["a commitment outside the group", withMember(1, "nonzero_proof", { ...answers[1].nonzero_proof as JsonObject, commitment: "0".repeat(64) })],
  ];
  return cases.map(([name, ballot]) => ({ name, ballot, failed: faultOf(() => checkBallot(election, roll, utf8(ballot))) }));
}

function electionVector(name: string, sample: ElectionSample, votes: Vote[], owners: number[], bad: boolean): Json {
  const run = runElection(sample, votes, owners);
  return {
    name, election: fromUtf8(sample.electionJson), trustees: fromUtf8(sample.trusteesJson), credentials: fromUtf8(sample.rollJson),
    ballots: run.ballots.map((bytes, i): Json => (
      { credential: sample.codes[votes[i]?.voter ?? 0] ?? "", choices: votes[i]?.choices ?? [], ballot: fromUtf8(bytes), tracker: ballotTracker(bytes) })),
    bad_ballots: bad ? badBallots(sample, run.ballots[0] as Uint8Array, run.ballots[1] as Uint8Array) : [],
    counts: run.counts, archive: toBase64(run.archive),
  };
}

export async function kinds(): Promise<Json> {
  const shape = { size: 3, threshold: 2 };
  const [fast, slow] = [await sampleCeremony("vectors ceremony", 3, 2, ed25519), await sampleCeremony("vectors slow ceremony", 2, 2, rfc3526)];
  const all = sampleElection("vectors kinds", [ranking, lists], ["Anna Żak"], [1, 1], ed25519, fast);
  const ranked = sampleElection("vectors ranking", [ranking], ["Anna Żak"], [1], rfc3526, slow);
  return {
    ceremonies: [ceremonyVector(ed25519, shape, fast), ceremonyVector(rfc3526, { size: 2, threshold: 2 }, slow)],
    elections: [
      electionVector("ranking and lists, a single trustee and 2 of 3", all, [
        { voter: 0, choices: [[9, 9, 9], [1, 1, 1, 0, 0]] }, { voter: 0, choices: [[1, 2, 255], [0, 0, 0, 1, 1]] }, { voter: 1, choices: [[0, 0, 0], [1, 0, 1, 0, 0]] },
      ], [1, 2, 4], true),
      electionVector("ranking in RFC-3526-2048", ranked, [{ voter: 0, choices: [[3, 1, 2]] }], [1, 2, 3], false),
    ],
  };
}
