import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBase64, fromHex, fromUtf8, toBase64, toBase64NoPad, toHex, utf8 } from "../../src/protocol/bytes.ts";
import { parseJson, writeCanonicalJson, writeJson } from "../../src/protocol/json.ts";
import { sha256 } from "../../src/protocol/sodium.ts";
import { faultOf } from "./support.ts";

test("base64 of RFC 4648 section 10, strictly", () => {
  const pairs = [["", ""], ["f", "Zg=="], ["fo", "Zm8="], ["foo", "Zm9v"], ["foob", "Zm9vYg=="], ["fooba", "Zm9vYmE="], ["foobar", "Zm9vYmFy"]];
  for (const [plain = "", text = ""] of pairs) {
    assert.equal(toBase64(utf8(plain)), text);
    assert.equal(toBase64NoPad(utf8(plain)), text.replaceAll("=", ""));
    assert.equal(fromUtf8(fromBase64(text)), plain);
  }
  // Unused bits, missing padding, the URL alphabet, white space.
  for (const text of ["Zh==", "Zm9=", "Zg", "Zg=", "Z===", "____", "Zm 9v", "Zm9v\n", "=Zg="]) assert.equal(faultOf(() => fromBase64(text)), "bytes.base64", text);
});

test("hexadecimal, strictly", () => {
  assert.deepEqual(fromHex("00ff10"), Uint8Array.of(0, 255, 16));
  assert.equal(toHex(Uint8Array.of(0, 255, 16)), "00ff10");
  for (const text of ["0", "0G", "FF", " 00", "0x00"]) assert.equal(faultOf(() => fromHex(text)), "bytes.hex", text);
  assert.equal(faultOf(() => fromHex("00", 2)), "bytes.hex");
});

test("SHA-256 of FIPS 180-4", () => {
  assert.equal(toHex(sha256(utf8("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(toHex(sha256(utf8("a"), utf8("bc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(toHex(sha256(new Uint8Array(0))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("JSON reads what it should", () => {
  const read = parseJson(' {"a" : [1,-2,0, 9007199254740991 ,"\\u0041\\n\\ud83d\\ude00",true,false,null,{}, []],"":{"__proto__":1}} ');
  assert.equal(writeJson(read), '{"a":[1,-2,0,9007199254740991,"A\\n😀",true,false,null,{},[]],"":{"__proto__":1}}');
});

test("JSON refuses what it should", () => {
  const refused: [string, string][] = [
    ["", "json.syntax"], ["{", "json.syntax"], ["[1,]", "json.syntax"], ['{"a":1,}', "json.syntax"], ["{a:1}", "json.syntax"],
    ["'a'", "json.syntax"], ["1 2", "json.syntax"], ["nul", "json.syntax"], ["NaN", "json.syntax"], ['"\n"', "json.syntax"],
    ['"\\x41"', "json.syntax"], ['"\\ud800"', "json.syntax"], ['"\\udc00\\ud800"', "json.syntax"], ["\ufeff1", "json.syntax"], ["01", "json.syntax"],
    ["+1", "json.syntax"], [".5", "json.syntax"], ["1.", "json.syntax"], ['"a', "json.syntax"], ["[1 2]", "json.syntax"], ["\u00a01", "json.syntax"],
    ["1.0", "json.number"], ["1e2", "json.number"], ["-0", "json.number"], ["9007199254740992", "json.number"], ["18446744073709551616", "json.number"],
    ['{"a":1,"a":1}', "json.duplicate_key"], ['{"a":1,"\\u0061":1}', "json.duplicate_key"],
  ];
  for (const [text, id] of refused) assert.equal(faultOf(() => parseJson(text)), id, text);
  assert.equal(faultOf(() => parseJson("[".repeat(33) + "]".repeat(33))), "json.depth");
  assert.equal(faultOf(() => parseJson("[".repeat(32) + "]".repeat(32))), "accepted");
  assert.equal(faultOf(() => parseJson("[1,1,1]", { maxValues: 3 })), "json.values");
  assert.equal(faultOf(() => parseJson("[1,1,1]", { maxValues: 4 })), "accepted");
  assert.equal(faultOf(() => parseJson("[1]", { maxLength: 2 })), "json.size");
});

test("the canonical form of RFC 8785", () => {
  // The key order of its section 3.2.3: UTF-16 code units, not code points.
  const text = '{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}';
  assert.equal(writeCanonicalJson(parseJson(text)), '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  assert.equal(writeCanonicalJson(parseJson('{"b":[3,1,2],"a":"\\u001f\\u007f\\/\\"\\\\"}')), '{"a":"\\u001f\x7f/\\"\\\\","b":[3,1,2]}');
  assert.equal(writeJson(parseJson('"\\u007f"')), '"\\u007f"');
  assert.equal(faultOf(() => writeCanonicalJson(0.5)), "json.number");
  assert.equal(faultOf(() => writeCanonicalJson("\ud800")), "json.syntax");
});
