import type { JSX } from "preact";
import { useTexts } from "../i18n/index.ts";
import { Icon } from "../ui/icons.tsx";
import { Title } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";

/** The security model in plain words. */
export function HelpPage(): JSX.Element {
  const t = useTexts();
  return (
    <>
      <div class="head">
        <Title plain={t.help.title}>{t.help.title}</Title>
        <p class="lead">{t.help.lead}</p>
      </div>
      <div class="split">
        <div>
          {t.help.sections.map((section) => (
            <section class="card" key={section.id} aria-labelledby={section.id}>
              <h2 id={section.id}>{section.title}</h2>
              {section.text.map((paragraph, i) => <p key={i}>{paragraph}</p>)}
              {section.id === "sprawdz" && <p class="row"><Link to="/count">{t.count.link}<Icon name="right" /></Link></p>}
            </section>
          ))}
          <section class="card" aria-labelledby="a11y"><h2 id="a11y">{t.help.a11yTitle}</h2><p>{t.help.a11y}</p></section>
          <section class="card" aria-labelledby="contact"><h2 id="contact">{t.help.contactTitle}</h2><p>{t.help.contact}</p></section>
        </div>
        <aside>
          <nav class="card toc" aria-labelledby="contents">
            <h2 id="contents">{t.help.contents}</h2>
            <ol>{t.help.sections.map((section) => <li key={section.id}><a href={`#${section.id}`}>{section.title}</a></li>)}</ol>
          </nav>
        </aside>
      </div>
    </>
  );
}
