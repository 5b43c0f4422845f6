/** The worker: one task, and after a ballot perhaps its opening, then nothing more. It loads libsodium, which no page does. */

import { ProtocolFault } from "../protocol/fault.ts";
import { ready } from "../protocol/sodium.ts";
import type { OpenRequest, TaskMessage, TaskName, TaskRequest } from "./messages.ts";
import { tasks, type TaskWatch } from "./tasks.ts";

const post = (message: TaskMessage): void => globalThis.postMessage(message);

const watch: TaskWatch = {
  progress: (done, total) => post({ kind: "progress", done, total }),
  check: (check) => post({ kind: "check", check }),
  openable: (open) => globalThis.addEventListener("message", ({ data }: MessageEvent<OpenRequest>) => {
    answer(ready().then(() => open(data.receiptText)));
  }, { once: true }),
};

function answer(work: Promise<unknown>): void {
  work.then((output) => post({ kind: "done", output })).catch((error: unknown) => {
    if (error instanceof ProtocolFault) post({ kind: "fault", id: error.id, detail: error.detail });
    else post({ kind: "fault", id: "worker.broken", detail: String(error) });
  });
}

/** The table pairs each task with its own input; the pair arrives as one message. */
function perform<T extends TaskName>({ task, input }: TaskRequest<T>): unknown {
  if (!Object.hasOwn(tasks, task)) throw new ProtocolFault("worker.task");
  return tasks[task](input, watch);
}

globalThis.addEventListener("message", ({ data }: MessageEvent<TaskRequest>) => {
  answer(ready().then(() => perform(data)));
}, { once: true });
