// Marks on their way. A value stays here, in memory, until a receipt of the server names its id; nothing else
// turns green. One request at a time; what was sent without an answer is sent again with the same ids.
const LONGEST_WAIT = 15000;

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

function isReceipt(outcome) {
  return outcome.outcome === "saved" && Number.isInteger(outcome.position) && Number.isInteger(outcome.version);
}

// `tell` is told what became of each mark: sending, saved, refused, kept, signedOut, otherAccount, connection(online, unsent).
export function makeOutbox({ address, scheme, device, account, versionOf, tell }) {
  const slots = new Map();
  let busy = false, wait = 1000, timer = null, online = true;

  const slotOf = (aspect) => slots.get(aspect) ?? slots.set(aspect, { sent: null, wanted: null }).get(aspect);
  const unsent = () => Array.from(slots.values()).filter((slot) => slot.sent || slot.wanted).length;
  const report = () => tell.connection(online, unsent());

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
    try {
      answer = await fetch(address, {
        method: "POST",
        keepalive: true, // also when the page is left at this moment
        headers: { "content-type": "application/json", accept: "application/json", "x-csrftoken": cookie("csrftoken") },
        body: JSON.stringify({ scheme_version: scheme, device, account, marks: batch }),
      });
      content = await answer.json();
    } catch (failed) {
      return unanswered(batch);
    }
    if (answer.status === 401) {
      batch.forEach((mark) => tell.kept(mark.aspect));
      tell.signedOut(true);
      return LONGEST_WAIT;
    }
    if ((content.problems ?? []).some((problem) => problem.code === "other_account")) {
      batch.forEach((mark) => tell.kept(mark.aspect));
      tell.otherAccount(true);
      return LONGEST_WAIT;
    }
    tell.otherAccount(false);
    if (answer.status >= 500 || answer.status === 429) return unanswered(batch);
    tell.signedOut(false);
    online = true;
    if (!answer.ok) return refuseAll(batch, content);
    wait = 1000;
    return settle(batch, content);
  }

  function settle(batch, content) {
    const outcomes = new Map((Array.isArray(content.outcomes) ? content.outcomes : []).map((each) => [each.id, each]));
    let open = 0;
    for (const mark of batch) {
      const outcome = outcomes.get(mark.id);
      const slot = slots.get(mark.aspect);
      if (!outcome || (outcome.outcome === "saved" && !isReceipt(outcome))) { open += 1; continue; }
      slot.sent = null;
      if (outcome.outcome === "saved") tell.saved(mark.aspect, mark, outcome, Boolean(slot.wanted));
      else {
        const latest = outcome.outcome === "conflict" && slot.wanted ? slot.wanted : mark; // what he wants by now
        if (outcome.outcome === "conflict") slot.wanted = null;
        tell.refused(mark.aspect, latest, outcome);
      }
      if (!slot.wanted) slots.delete(mark.aspect);
    }
    return open ? unanswered(batch.filter((mark) => slots.get(mark.aspect)?.sent === mark)) : 0;
  }

  function unanswered(batch) {
    online = false;
    batch.forEach((mark) => tell.kept(mark.aspect));
    wait = Math.min(wait * 2, LONGEST_WAIT);
    return wait;
  }

  function refuseAll(batch, content) {
    const problems = Array.isArray(content.problems) ? content.problems : [];
    for (const mark of batch) {
      slots.delete(mark.aspect);
      tell.refused(mark.aspect, mark, { outcome: "refused", problems });
    }
    return 0;
  }

  function retry() {
    clearTimeout(timer);
    wait = 1000;
    pump();
  }

  return { put, retry, unsent, has: (aspect) => slots.has(aspect) };
}
