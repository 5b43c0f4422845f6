import type { JSX } from "preact";
import { dateTime, useLang, useTexts } from "../i18n/index.ts";
import { KeyPanel } from "../ui/keys.tsx";
import { PasskeyPanel, SessionsPanel } from "../ui/passkeys.tsx";
import { SignInFirst, Title } from "../ui/page.tsx";
import { navigate } from "../ui/router.tsx";
import { useSession } from "../ui/session.tsx";

/** Where to go after signing in: only a path of this application. */
function returnPath(): string {
  const path = window.sessionStorage.getItem("ogniwo-return") ?? "/";
  window.sessionStorage.removeItem("ogniwo-return");
  return path.startsWith("/") && !path.startsWith("//") ? path : "/";
}

/** Who is signed in and with which key this browser signs. `arriving` right after signing in. */
export function AccountPage({ arriving }: { arriving: boolean }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const me = useSession();
  if (me === null) return <SignInFirst />;
  const { person } = me;
  const signs = person.roles.includes("representative") || person.roles.includes("officer");
  return (
    <div class="column">
      <div class="head">
        <Title plain={t.account.title} step={arriving ? "arrived" : ""}>{arriving ? t.account.welcome(person.name) : t.account.title}</Title>
        {arriving && <p class="lead">{person.organisation.name}</p>}
      </div>
      {signs && <KeyPanel me={me} />}
      <p class={signs ? "mt-5" : undefined}>
        <button type="button" class={signs ? "btn ghost" : "btn"} onClick={() => navigate(returnPath(), lang, { replace: true })}>{t.account.continue}</button>
      </p>
      <section class="card mt-6" aria-labelledby="person">
        <h2 id="person">{t.account.person}</h2>
        <dl class="facts">
          <div><dt>{t.account.name}</dt><dd>{person.name}</dd></div>
          {person.organisation.name !== "" && <div><dt>{t.account.organisation}</dt><dd>{person.organisation.name}</dd></div>}
          <div><dt>{t.account.roles}</dt><dd>{person.roles.map((role) => t.account.roleNames[role] ?? role).join(", ")}</dd></div>
          <div><dt>{t.account.session}</dt><dd>{dateTime(me.expires_at, lang)}</dd></div>
        </dl>
      </section>
      <PasskeyPanel />
      <SessionsPanel />
    </div>
  );
}
