/** Form parts: fields with their hint and error, the error summary, files, steps, dialogs, progress. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useTexts } from "../i18n/index.ts";
import { Icon } from "./icons.tsx";

export interface FieldError {
  /** The id of the control that the error is about. */
  field: string;
  text: string;
}

/** Lists what must be corrected, takes the focus when it appears or changes, and links to each control. */
export function ErrorSummary({ errors }: { errors: FieldError[] }): JSX.Element | null {
  const t = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const key = errors.map((error) => `${error.field}:${error.text}`).join("|");
  useLayoutEffect(() => {
    if (key !== "") box.current?.focus();
  }, [key]);
  if (errors.length === 0) return null;
  return (
    <div class="errors" ref={box} tabIndex={-1} role="alert" aria-labelledby="errors-title">
      <h2 id="errors-title">{t.errors.summary}</h2>
      <ul>
        {errors.map((error) => (
          <li key={error.field}>
            <a href={`#${error.field}`} onClick={(event) => {
              event.preventDefault();
              document.getElementById(error.field)?.focus();
            }}>{error.text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface FieldProps {
  id: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  children: (aria: { id: string; "aria-describedby": string | undefined; "aria-invalid": "true" | undefined }) => ComponentChildren;
}

/** A label, its hint, its error, and the control that all three describe. */
export function Field({ id, label, hint, error, children }: FieldProps): JSX.Element {
  const described = [hint !== undefined ? `${id}-hint` : "", error !== undefined ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div class={error === undefined ? "field" : "field bad"}>
      <label for={id}>{label}</label>
      {hint !== undefined && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {error !== undefined && <p class="field-error" id={`${id}-error`}><Icon name="warn" />{error}</p>}
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error !== undefined ? "true" : undefined })}
    </div>
  );
}

/** The error of one field out of a list. */
export function errorOf(errors: FieldError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.text;
}

/** A file to choose; what is in it is handed over as bytes and stays in this page. At most `limit` bytes are read; of files chosen in a row the last. */
export function FileField({ id, label, hint, error, accept, limit, onBytes }: {
  id: string; label: string; hint: string; error?: string | undefined; accept: string; limit: number;
  onBytes: (bytes: Uint8Array | null, name: string) => void;
}): JSX.Element {
  const t = useTexts();
  const [name, setName] = useState("");
  const chosen = useRef<File | undefined>(undefined);
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {(aria) => (
        <div class="file">
          <span class="btn ghost" aria-hidden="true">{t.common.opensFile}</span>
          <span class="quiet" role="status">{name}</span>
          <input {...aria} type="file" accept={accept} onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file === undefined) return;
            setName(file.name);
            chosen.current = file;
            const hand = (bytes: Uint8Array | null) => {
              if (chosen.current === file) onBytes(bytes, file.name);
            };
            if (file.size > limit) {
              hand(null);
              return;
            }
            file.arrayBuffer().then((buffer) => hand(new Uint8Array(buffer)), () => hand(null));
          }} />
        </div>
      )}
    </Field>
  );
}

export function Steps({ names, at }: { names: string[]; at: number }): JSX.Element {
  return (
    <ol class="steps">
      {names.map((name, i) => (
        <li key={name} class={i < at ? "done" : undefined} aria-current={i === at ? "step" : undefined}>{name}</li>
      ))}
    </ol>
  );
}

/** A native progress bar with its number in words, announced politely in steps of a quarter. */
export function Progress({ label, value, max, text }: { label: string; value: number; max: number; text: string }): JSX.Element {
  const share = max > 0 ? value / max : 0;
  const quarter = Math.floor(share * 4);
  const [spoken, setSpoken] = useState("");
  useEffect(() => setSpoken(text), [quarter]);
  return (
    <div class="progress">
      <progress value={value} max={max > 0 ? max : 1} aria-label={label} />
      <p class="quiet tabular mt-4 mb-0" aria-hidden="true">{text}</p>
      <p class="visually-hidden" role="status">{spoken}</p>
    </div>
  );
}

/** A modal question. The native dialog keeps the focus inside and closes with Escape. */
export function Dialog({ open, title, onClose, children }: { open: boolean; title: string; onClose: () => void; children: ComponentChildren }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (open && !element.open) element.showModal();
    if (!open && element.open) element.close();
  }, [open]);
  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" onClose={onClose}>
      {open && <><h2 id="dialog-title">{title}</h2>{children}</>}
    </dialog>
  );
}

/** Copies a text and says so. */
export function CopyButton({ text }: { text: string }): JSX.Element {
  const t = useTexts();
  const [done, setDone] = useState(false);
  return (
    <button type="button" class="link" onClick={() => {
      navigator.clipboard.writeText(text).then(() => setDone(true), () => setDone(false));
    }}>
      <span aria-live="polite">{done ? t.common.copied : t.common.copy}</span>
    </button>
  );
}

/** Hands a file to the person. The object URL lives only as long as the click. */
export function saveFile(name: string, type: string, content: string | Uint8Array): void {
  const data = typeof content === "string" ? content : (content.slice().buffer as ArrayBuffer);
  const url = URL.createObjectURL(new Blob([data], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
