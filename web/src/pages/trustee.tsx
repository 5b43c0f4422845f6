import type { JSX } from "preact";
import { isProblem } from "../api/http.ts";
import { api } from "../api/routes.ts";
import type { CeremonyView, SecretVote, SignedIn } from "../api/types.ts";
import { useLang, useTexts } from "../i18n/index.ts";
import { hasTrusteeTexts, loadTrusteeTexts, useTrusteeTexts } from "../i18n/trustee.ts";
import { Empty, Loaded, Loading, SignedInOnly, Title } from "../ui/page.tsx";
import { useResource } from "../ui/resource.ts";
import { Link } from "../ui/router.tsx";
import { useContentLang, useSession, useWorld } from "../ui/session.tsx";
import { Ceremony } from "../ui/trustee/ceremony.tsx";
import { certificateOf, type Holder } from "../ui/trustee/decrypt.tsx";
import { TrusteeVote } from "../ui/trustee/vote.tsx";
import { trusteeTask, VoteTags } from "../ui/votes.tsx";
import { secretVotes } from "./check.tsx";
import { Trustees } from "./vote.tsx";

/** The keys of an election that are made on the ledger; null when it is none of those. */
async function findCeremony(uuid: string, signal: AbortSignal): Promise<CeremonyView | null> {
  try {
    return await api.ceremony(uuid, signal);
  } catch (error) {
    if (isProblem(error) && error.id === "election.unknown") return null;
    throw error;
  }
}

interface Found {
  ceremony: CeremonyView | null;
  holder: Holder | null;
  certificate: string | undefined;
}

async function find(me: SignedIn, uuid: string, signal: AbortSignal): Promise<Found> {
  const ceremony = await findCeremony(uuid, signal);
  if (ceremony !== null && !ceremony.prepared) return { ceremony, holder: null, certificate: undefined };
  const vote = (await secretVotes(signal)).find((one) => one.election === uuid);
  const owner = ceremony?.mine ?? me.trustee_of.find((one) => one.election === uuid)?.owner;
  const holder = vote === undefined || owner === undefined ? null : { vote, owner, ceremony };
  return { ceremony, holder, certificate: holder === null ? undefined : await certificateOf(holder) };
}

function One({ me, uuid }: { me: SignedIn; uuid: string }): JSX.Element {
  const t = useTrusteeTexts();
  const { logKey } = useWorld();
  const [found, reload] = useResource(`trustee|${uuid}`, (signal) => find(me, uuid, signal));
  return (
    <Loaded resource={found} reload={reload}>
      {({ ceremony, holder, certificate }) => {
        if (holder !== null) return <TrusteeVote resource={found} holder={holder} certificate={certificate} reload={reload} />;
        const owner = ceremony?.mine ?? null;
        if (owner === null) return <div class="column"><Title plain={t.title}>{t.title}</Title><p class="lead">{t.none}</p><Link class="btn" to="/">{t.home}</Link></div>;
        return logKey === null ? <Loading /> : <Ceremony election={uuid} owner={owner} mandate={me.person.mandate} vkey={logKey.vkey} />;
      }}
    </Loaded>
  );
}

function CeremonyCard({ ceremony }: { ceremony: CeremonyView }): JSX.Element {
  const t = useTrusteeTexts();
  const texts = useTexts();
  const written = useContentLang();
  const next = ceremony.trustees.find((one) => one.owner === ceremony.mine)?.next ?? null;
  const withdrawn = ceremony.withdrawn !== null;
  const due = next?.ready === true && !withdrawn;
  const action = due ? t.takePart : t.open;
  return (
    <article class={due ? "card todo" : "card"}>
      <p class="eyebrow">{withdrawn ? <span class="tag">{texts.status.state.withdrawn}</span> : <span class="tag warn">{t.keyBeingMade}</span>}</p>
      <h2 lang={written}>{ceremony.title}</h2>
      <p>{withdrawn ? t.withdrawnCard : due ? t.cardDue : next === null ? t.cardDone : t.cardWaiting}</p>
      <div class="push"><Link class={due ? "btn" : "btn ghost"} to={`/trustee/${ceremony.election}`} aria-label={`${action}: ${ceremony.title}`}>{action}</Link></div>
    </article>
  );
}

function VoteCard({ vote, owner }: { vote: SecretVote; owner: number | undefined }): JSX.Element {
  const t = useTrusteeTexts();
  const written = useContentLang();
  const task = trusteeTask(vote, owner);
  const ready = task !== null;
  const action = task === "mix" ? t.mix : task === "decrypt" ? t.decrypt : t.open;
  return (
    <article class={ready ? "card todo" : "card"}>
      <p class="eyebrow"><VoteTags vote={vote} /></p>
      <h2 lang={written}>{vote.title}</h2>
      <Trustees vote={vote} mine={owner} />
      <div class="push"><Link class={ready ? "btn" : "btn ghost"} to={`/trustee/${vote.election}`} aria-label={`${action}: ${vote.title}`}>{action}</Link></div>
    </article>
  );
}

async function loadList(signal: AbortSignal): Promise<{ votes: SecretVote[]; ceremonies: CeremonyView[] }> {
  const [votes, ceremonies] = await Promise.all([secretVotes(signal), api.ceremonies(signal)]);
  return { votes, ceremonies: ceremonies.filter((one) => one.mine !== null) };
}

function List({ me }: { me: SignedIn }): JSX.Element {
  const t = useTrusteeTexts();
  const [list, reload] = useResource("trustee", loadList);
  return (
    <>
      <div class="head">
        <Title plain={t.title}>{t.title}</Title>
        <p class="lead">{t.lead}</p>
      </div>
      <Loaded resource={list} reload={reload}>
        {({ votes, ceremonies }) => {
          const ownerIn = (vote: SecretVote) => me.trustee_of.find((one) => one.election === vote.election)?.owner ??
            ceremonies.find((one) => one.election === vote.election)?.mine ?? undefined;
          const mine = votes.filter((vote) => ownerIn(vote) !== undefined);
          const making = ceremonies.filter((one) => !one.prepared);
          if (mine.length + making.length === 0) return <Empty icon="key" title={t.listTitle}><p>{t.none}</p></Empty>;
          return (
            <div class="grid">
              {making.map((one) => <CeremonyCard key={one.election} ceremony={one} />)}
              {mine.map((vote) => <VoteCard key={vote.id} vote={vote} owner={ownerIn(vote)} />)}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

/** `/trustee` and `/trustee/<uuid>`. A change of language keeps the page, and with it a key that is held in it. */
export function TrusteePage({ uuid }: { uuid?: string }): JSX.Element {
  const me = useSession();
  const lang = useLang();
  const [texts, reload] = useResource(`trustee-texts|${lang}`, () => loadTrusteeTexts(lang));
  if (!hasTrusteeTexts()) return <Loaded resource={texts} reload={reload}>{() => null}</Loaded>;
  return (
    <SignedInOnly role="trustee">
      {me === null ? null : uuid === undefined ? <List me={me} /> : <One me={me} uuid={uuid} />}
    </SignedInOnly>
  );
}
