/** The records in tests/ui/records, which `ogniwo count` made (tests/integration/counting/records.py holds them to it). */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseRecord, type CountRecord } from "../../src/ui/counts/record.ts";
import { repository } from "../protocol/support.ts";

const folder = join(repository, "web/tests/ui/records");

export const plan = JSON.parse(readFileSync(join(folder, "records.json"), "utf8")) as { record: string; method: string }[];

export const recordText = (name: string): string => readFileSync(join(folder, `${name}.record.json`), "utf8");

export const recordOf = (name: string): CountRecord => parseRecord(recordText(name));
