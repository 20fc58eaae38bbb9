// Marks on their way. A value stays here, in memory, until a receipt of the server names its id; nothing else
// turns green. One request at a time; what was sent without an answer is sent again with the same ids.
const LONGEST_WAIT = 15000;
const NO_ANSWER = 12000; // a request that hangs is given up, and sent again with the same ids

export function randomId() {
  // crypto.randomUUID does not exist over plain HTTP.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(name + "="));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

const isOther = (content) => (content?.problems ?? []).some((problem) => problem.code === "other_account" || problem.code === "page_of_another");

function isReceipt(outcome) {
  return outcome.outcome === "saved" && Number.isInteger(outcome.position) && Number.isInteger(outcome.version);
}

// `tell` is told what became of each mark: sending, saved, refused; and barred(why or null), connection(online, unsent).
export function makeOutbox({ address, scheme, device, account, versionOf, tell }) {
  const slots = new Map();
  let busy = false, wait = 1000, timer = null, online = true;

  const slotOf = (aspect) => slots.get(aspect) ?? slots.set(aspect, { sent: null, wanted: null }).get(aspect);
  const unsent = () => Array.from(slots.values()).filter((slot) => slot.sent || slot.wanted).length;
  const report = () => tell.connection(online, unsent());

  // The token says whose page this is: what comes as somebody else is refused as such, whatever he may see.
  const headers = () => ({ "content-type": "application/json", accept: "application/json", "x-csrftoken": `${cookie("csrftoken").split(".")[0]}.${account.replaceAll("-", "")}` });

  // Why the sheet is not shown any more: somebody else is signed in here, or it is not this person's.
  async function whyClosed() {
    const answer = await fetch(address, { method: "POST", headers: headers(), body: "{}" });
    return isOther(await answer.json()) ? "other" : "closed";
  }

  function put(aspect, mark) {
    const slot = slotOf(aspect);
    // What is on its way already is not entered a second time.
    const same = slot.sent && slot.sent.kind === mark.kind && slot.sent.observed === mark.observed && !mark.reason && !mark.confirmed;
    slot.wanted = same ? null : { ...mark, at: new Date().toISOString() };
    tell.sending(aspect);
    report();
    pump();
  }

  function freeze(aspect, slot) {
    const { round, version } = versionOf(aspect, slot.wanted.kind);
    slot.sent = { ...slot.wanted, id: randomId(), aspect, round, version };
    slot.wanted = null;
  }

  async function pump() {
    if (busy) return;
    clearTimeout(timer);
    for (const [aspect, slot] of slots) if (!slot.sent && slot.wanted) freeze(aspect, slot);
    const batch = Array.from(slots.values()).filter((slot) => slot.sent).map((slot) => slot.sent);
    if (!batch.length) return;
    busy = true;
    const again = await send(batch).finally(() => { busy = false; });
    report();
    if (again) timer = setTimeout(pump, again);
    else if (unsent()) pump();
  }

  // The milliseconds after which to try again; 0 when every mark of the batch is settled.
  async function send(batch) {
    let answer, content;
    const giveUp = new AbortController();
    const limit = setTimeout(() => giveUp.abort(), NO_ANSWER);
    try {
      answer = await fetch(address, {
        method: "POST",
        signal: giveUp.signal,
        keepalive: true, // also when the page is left at this moment
        headers: headers(),
        body: JSON.stringify({ scheme_version: scheme, device, account, marks: batch }),
      });
      content = await answer.json();
    } catch (failed) {
      return unanswered();
    } finally {
      clearTimeout(limit);
    }
    const why = answer.status === 401 ? "out" : isOther(content) ? "other" : null;
    if (why) {
      tell.barred(why);
      return LONGEST_WAIT;
    }
    if (answer.status >= 500 || answer.status === 429) return unanswered();
    online = true;
    tell.barred([403, 404].includes(answer.status) ? "closed" : null);
    if (!answer.ok) return refuseAll(batch, content, [403, 404].includes(answer.status));
    wait = 1000;
    return settle(batch, content);
  }

  function settle(batch, content) {
    const outcomes = new Map((Array.isArray(content?.outcomes) ? content.outcomes : []).map((each) => [each.id, each]));
    let open = 0;
    for (const mark of batch) {
      const outcome = outcomes.get(mark.id);
      const slot = slots.get(mark.aspect);
      if (!outcome || (outcome.outcome === "saved" && !isReceipt(outcome))) { open += 1; continue; }
      slot.sent = null;
      const newer = slot.wanted; // what he wants by now
      if (outcome.outcome === "conflict") slot.wanted = null;
      if (!slot.wanted) slots.delete(mark.aspect);
      if (outcome.outcome === "saved") tell.saved(mark.aspect, mark, outcome, Boolean(newer));
      else if (outcome.outcome === "conflict" || !newer) tell.refused(mark.aspect, newer ?? mark, outcome);
      // else the newer one gets an answer of its own
    }
    return open ? unanswered() : 0;
  }

  function unanswered() {
    online = false;
    wait = Math.min(wait * 2, LONGEST_WAIT);
    return wait;
  }

  function refuseAll(batch, content, closed) {
    const problems = Array.isArray(content?.problems) ? content.problems : [];
    for (const mark of batch) {
      slots.delete(mark.aspect);
      tell.refused(mark.aspect, mark, { outcome: "refused", problems, closed });
    }
    return 0;
  }

  function retry() {
    clearTimeout(timer);
    wait = 1000;
    pump();
  }

  // The latest that is on its way or waits here.
  function latest(aspect) {
    const slot = slots.get(aspect);
    return slot ? slot.wanted ?? slot.sent : null;
  }

  return { put, retry, unsent, latest, whyClosed, has: (aspect) => slots.has(aspect) };
}
