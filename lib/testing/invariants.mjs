// Read-only check of what BullMQ 4, 5 and 6 keep in Redis.
//
//   REDIS_URL=redis://127.0.0.1:6379 node lib/testing/invariants.mjs [prefix] [--quiesced] [--queues a,b]
//        [--warn] [--max N] [--confirm N] [--confirm-ms MS]
//
// stdout: one JSON object a line {level, rule, queue, job?, parent?, ...}; stderr: a summary line.
// Exit code 0 = no violation, 1 = at least one violation, 2 = could not check (connection, ACL, ...).
//
// It may run beside live workers: the first pass reads with SCAN-family commands (never KEYS, Lua or a write); every
// suspect is then read again in one MULTI (job, its lock, its parent), --confirm times, and only what stays is printed.
import { Redis } from "ioredis";

const argv = process.argv.slice(2);
const flag = (n) => argv.includes("--" + n);
const opt = (n, d) => {
  const i = argv.indexOf("--" + n);
  return i >= 0 ? argv[i + 1] : d;
};
const VALUED = ["queues", "max", "confirm", "confirm-ms"];
const positional = argv.filter((a, i) => !a.startsWith("--") && !VALUED.includes((argv[i - 1] || "").slice(2)));
const URL_ = process.env.REDIS_URL || "redis://127.0.0.1:6379";
const PREFIX = positional[0] || process.env.BULL_PREFIX || "bull";
const QUIESCED = flag("quiesced");
const ONLY = opt("queues", "") ? new Set(opt("queues").split(",")) : null;
const SHOW_WARN = flag("warn");
const MAX = Number(opt("max", 10000));
const CONFIRM = Number(opt("confirm", 2));
const CONFIRM_MS = Number(opt("confirm-ms", 60));

const ZSETS = ["completed", "failed", "delayed", "prioritized", "waiting-children"];
const LISTS = ["wait", "paused", "active"];
const STATES = [...LISTS, ...ZSETS];
const STRUCT = {
  wait: "list",
  paused: "list",
  active: "list",
  completed: "zset",
  failed: "zset",
  delayed: "zset",
  prioritized: "zset",
  "waiting-children": "zset",
  meta: "hash",
  id: "string",
  events: "stream",
  stalled: "set",
  "stalled-check": "string",
  pc: "string",
  marker: "zset",
  limiter: "string",
  repeat: "zset",
};
const COLL = { dependencies: "set", processed: "hash", failed: "hash", unsuccessful: "zset" };
const FINISHED = new Set(["completed", "failed"]);

const r = new Redis(URL_, {
  lazyConnect: true,
  maxRetriesPerRequest: 1,
  retryStrategy: () => null,
  commandTimeout: 30000,
});
r.on("error", () => {});
const sleep = (ms) => new Promise((f) => setTimeout(f, ms));
const out = [];
let violations = 0,
  warns = 0;
const emit = (level, rule, o) => {
  if (level === "violation") violations++;
  else warns++;
  if (level !== "violation" && !SHOW_WARN) return;
  if (out.length < MAX) {
    out.push(1);
    process.stdout.write(JSON.stringify({ level, rule, ...o }) + "\n");
  }
};
const trunc = (s) => (s && s.length > 200 ? s.slice(0, 200) + `...(${s.length})` : s);
const globEscape = (s) => s.replace(/[\\*?[\]^]/g, "\\$&");

async function pipe(cmds) {
  // chunked pipeline; throws on non-WRONGTYPE errors, WRONGTYPE -> Error value
  const res = [];
  for (let i = 0; i < cmds.length; i += 2000) {
    const p = r.pipeline();
    for (const c of cmds.slice(i, i + 2000)) p[c[0]](...c.slice(1));
    for (const [e, v] of await p.exec()) {
      if (e && !/WRONGTYPE/.test(e.message)) throw e;
      res.push(e || v);
    }
  }
  return res;
}
async function* scanAll() {
  let cur = "0";
  do {
    const [c, keys] = await r.scanBuffer(cur, "MATCH", `${globEscape(PREFIX)}:*`, "COUNT", 2000);
    cur = c.toString();
    yield keys;
  } while (cur !== "0");
}
const scanColl = async (cmd, key, step) => {
  const s = [];
  let cur = "0";
  do {
    const [c, arr] = await r[cmd](key, cur, "COUNT", 2000);
    cur = c;
    for (let i = 0; i < arr.length; i += step) s.push(arr[i]);
  } while (cur !== "0");
  return s;
};
const members = (type, key) =>
  type === "set" ? scanColl("sscan", key, 1) : type === "hash" ? scanColl("hscan", key, 2) : scanColl("zscan", key, 2);

// ---------- model ----------
const queues = new Map(); // name -> {struct:{}, states:Map(id->[state...]), meta}
const jobs = new Map(); // jobKey -> {queue,id}
const colls = new Map(); // parentKey -> {queue,id, dependencies:Set,...}
const locks = new Map(); // jobKey -> {queue,id}
const Q = (n) => {
  if (!queues.has(n)) queues.set(n, { struct: {}, states: new Map() });
  return queues.get(n);
};
const C = (k, q, id) => {
  if (!colls.has(k)) colls.set(k, { queue: q, id });
  return colls.get(k);
};
const keyOf = (q, s) => `${PREFIX}:${q}:${s}`;

const JOBF = [
  "timestamp",
  "parentKey",
  "parent",
  "finishedOn",
  "processedOn",
  "defa",
  "name",
  "ats",
  "atm",
  "opts",
  "failedReason",
];
const jobObj = (v) => (v instanceof Error ? null : Object.fromEntries(JOBF.map((f, i) => [f, v[i]])));

function parsePolicy(job) {
  if (!job?.parent) return { bad: false, policy: null, ptr: null };
  try {
    const p = JSON.parse(job.parent);
    return {
      bad: false,
      ptr: `${p.queueKey}:${p.id}`,
      policy: p.fpof ? "fpof" : p.cpof ? "cpof" : p.idof ? "idof" : p.rdof ? "rdof" : null,
    };
  } catch {
    return { bad: true, policy: null, ptr: null };
  }
}

// Atomic snapshot of one job: states, lock, hash, parent + membership in parent's four collections.
async function snap(queue, id) {
  const jk = keyOf(queue, id);
  const pk = await r.hget(jk, "parentKey").catch(() => null);
  const cmds = [];
  for (const z of ZSETS) cmds.push(["zscore", keyOf(queue, z), id]);
  for (const l of LISTS) cmds.push(["lpos", keyOf(queue, l), id, "COUNT", 3]);
  cmds.push(
    ["pttl", jk + ":lock"],
    ["hmget", jk, ...JOBF],
    ["type", jk],
    ["hstrlen", jk, "returnvalue"],
    ["hexists", jk, "returnvalue"],
  );
  cmds.push(
    ["scard", jk + ":dependencies"],
    ["hlen", jk + ":processed"],
    ["hlen", jk + ":failed"],
    ["zcard", jk + ":unsuccessful"],
  );
  cmds.push(["hget", keyOf(queue, "meta"), "paused"]);
  if (pk)
    cmds.push(
      ["exists", pk],
      ["hget", pk, "timestamp"],
      ["sismember", pk + ":dependencies", jk],
      ["hexists", pk + ":processed", jk],
      ["hexists", pk + ":failed", jk],
      ["zscore", pk + ":unsuccessful", jk],
      ["hget", jk, "parentKey"],
    );
  let raw;
  try {
    const m = r.multi();
    for (const c of cmds) m[c[0]](...c.slice(1));
    raw = (await m.exec()).map(([e, v]) => e || v);
  } catch (e) {
    if (!/CROSSSLOT|MOVED/.test(e.message)) throw e;
    raw = await pipe(cmds);
  }
  let i = 0;
  const take = (n) => raw.slice(i, (i += n));
  const zs = take(ZSETS.length),
    ls = take(LISTS.length);
  const st = [],
    scores = {};
  zs.forEach((v, k) => {
    if (v !== null && !(v instanceof Error)) {
      st.push(ZSETS[k]);
      scores[ZSETS[k]] = v;
    }
  });
  ls.forEach((v, k) => {
    if (Array.isArray(v)) for (const _ of v) st.push(LISTS[k]);
  });
  const [pttl, hm, type, , hasRv] = take(5);
  const [nd, np, nf, nu] = take(4);
  const [paused] = take(1);
  const s = {
    queue,
    id,
    jk,
    states: st,
    scores,
    lockTtl: pttl,
    type,
    job: type === "hash" ? jobObj(hm) : null,
    hasRv: hasRv === 1,
    own: { dependencies: nd, processed: np, failed: nf, unsuccessful: nu },
    paused,
  };
  if (pk) {
    const [ex, pts, d, p, f, u, pk2] = take(7);
    s.parent = {
      key: pk,
      exists: ex === 1,
      timestamp: pts,
      changed: pk2 !== pk,
      in: {
        dependencies: d === 1,
        processed: p === 1,
        failed: f === 1,
        unsuccessful: u !== null && !(u instanceof Error),
      },
    };
  }
  return s;
}

// All rules about one job; s has the shape snap() returns. -> [{level, rule, detail}]
function judgeJob(s) {
  const v = [];
  const bad = (rule, detail, level = "violation") => v.push({ level, rule, detail });
  const isJob = s.type === "hash" && s.job && s.job.timestamp;
  if (s.states.length > 1) {
    const uniq = [...new Set(s.states)];
    bad(uniq.length > 1 ? "S1-multi-state" : "S2-dup-in-list", { states: s.states });
  }
  if (s.states.length && s.type === "none") bad("S3-orphan-id", { states: s.states });
  else if (s.states.length && s.type !== "hash") bad("T1-wrongtype", { key: s.jk, type: s.type, want: "hash" });
  else if (s.states.length && !isJob) bad("S3-hash-not-a-job", { states: s.states });
  if (!s.states.length && isJob) bad("S4-lost-job", { note: "job hash in no state" });
  const state = s.states[0];
  if (s.lockTtl !== -2) {
    if (!s.states.includes("active")) bad("L1-lock-without-active", { states: s.states, lockTtl: s.lockTtl });
    else if (s.lockTtl === -1) bad("L2-lock-without-ttl", {});
  } else if (state === "active")
    bad("L3-active-without-lock", { note: "stalled candidate" }, QUIESCED ? "violation" : "warn");
  if (!isJob) return v;
  const { bad: badParent, policy, ptr } = parsePolicy(s.job);
  if (badParent) bad("J1-bad-parent-json", { parent: trunc(s.job.parent) });
  if (s.job.opts) {
    try {
      JSON.parse(s.job.opts);
    } catch {
      bad("J2-bad-opts-json", { opts: trunc(s.job.opts) });
    }
  }
  if (s.job.parentKey && ptr && ptr !== s.job.parentKey)
    bad("J3-parent-mismatch", { parentKey: s.job.parentKey, parent: ptr });
  if (s.job.parentKey === s.jk) bad("C1-self-parent", {});
  if (state === "completed" || state === "failed") {
    if (!s.job.finishedOn) bad("F1-finished-without-finishedOn", { state });
    else if (String(Number(s.scores[state])) !== String(Number(s.job.finishedOn)))
      bad("F2-score-differs", { score: s.scores[state], finishedOn: s.job.finishedOn }, "warn");
    if (state === "failed" && s.job.failedReason === null) bad("F3-failed-without-reason", {}, "warn");
    if (state === "completed" && !s.hasRv) bad("F3-completed-without-returnvalue", {}, "warn");
  } else if (state && s.job.finishedOn) bad("F4-unfinished-with-finishedOn", { state, finishedOn: s.job.finishedOn });
  // parent side of this child
  const p = s.parent;
  if (p && !p.changed && p.exists && s.states.length === 1) {
    const where = Object.keys(COLL).filter((k) => p.in[k]);
    const recreated = p.timestamp && s.job.timestamp && Number(p.timestamp) > Number(s.job.timestamp);
    const lvl = recreated ? "warn" : "violation";
    const d = { parent: p.key, state, policy, where, ...(recreated ? { note: "parent is younger than child" } : {}) };
    if (where.length > 1) bad("P3-child-counted-twice", d);
    else if (FINISHED.has(state)) {
      if (state === "completed") {
        if (where[0] === "dependencies") bad("P1-completed-still-pending", d);
        else if (where[0] && where[0] !== "processed") bad("P1-completed-in-wrong-set", d);
        else if (!where.length && policy !== "rdof") bad("P1-completed-unaccounted", d, lvl);
      } else {
        const want =
          policy === "fpof"
            ? "unsuccessful"
            : policy === "cpof" || policy === "idof"
              ? "failed"
              : policy === "rdof"
                ? undefined
                : "dependencies";
        if (where[0] !== want) {
          if (where[0] === "dependencies") bad("P1-failed-still-pending", { ...d, want });
          else
            bad(
              where[0] ? "P1-failed-in-wrong-set" : "P1-failed-unaccounted",
              { ...d, want },
              where[0] ? "violation" : lvl,
            );
        } else if (want === "dependencies") bad("I1-parent-blocked-by-failed-child", d, "info");
      }
    } else if (where[0] !== "dependencies") {
      if (where.length) bad("P1-unfinished-in-" + where[0], d);
      else if (policy !== "rdof") bad("P1-unfinished-unaccounted", d, lvl);
    }
  } else if (p && !p.exists && !FINISHED.has(state) && s.states.length)
    bad("P6-parent-missing", { parent: p.key, state }, "warn");
  // this job as a parent
  const o = s.own;
  if (state === "waiting-children") {
    if (o.dependencies === 0) bad("P4-parent-stuck", { note: "waiting-children with nothing pending", own: o });
    if (o.unsuccessful > 0) bad("P5-parent-waits-after-fatal-child", { own: o });
  }
  if (state === "completed" && o.dependencies > 0) bad("P7-completed-with-pending", { own: o }, "warn");
  if (state === "completed" && o.unsuccessful > 0) bad("P8-completed-despite-fatal-child", { own: o });
  if (
    (state === "wait" || state === "prioritized") &&
    o.dependencies > 0 &&
    !s.job.defa &&
    !o.failed &&
    !o.unsuccessful &&
    !(Number(s.job.ats) > 0)
  )
    bad("P9-runnable-with-pending", { own: o, note: "early release, or children attached to a waiting job" }, "warn");
  if (QUIESCED) {
    if (state === "active") bad("Z1-active-after-quiesce", {});
    if ((state === "wait" || state === "prioritized") && !s.paused) bad("Z2-waiting-after-quiesce", {});
  }
  return v;
}

// One member of one parent collection.
async function snapMember(parentKey, coll, childKey) {
  const m = r.multi();
  m.exists(parentKey);
  m.type(childKey);
  m.hget(childKey, "parentKey");
  if (coll === "processed" || coll === "failed") m.hexists(`${parentKey}:${coll}`, childKey);
  else if (coll === "unsuccessful") m.zscore(`${parentKey}:${coll}`, childKey);
  else m.sismember(`${parentKey}:${coll}`, childKey);
  let raw;
  try {
    raw = (await m.exec()).map(([e, v]) => e || v);
  } catch (e) {
    if (!/CROSSSLOT|MOVED/.test(e.message)) throw e;
    raw = [1, "hash", parentKey, 0];
  }
  return {
    pExists: raw[0] === 1,
    cType: raw[1],
    cParent: raw[2] instanceof Error ? null : raw[2],
    still: raw[3] === 1 || (coll === "unsuccessful" && raw[3] !== null),
  };
}
function judgeMember(m, coll) {
  if (!m.still) return [];
  if (!m.pExists) return [{ rule: "P10-orphan-collection", level: "violation" }];
  if (coll === "dependencies") {
    if (m.cType === "none") return [{ rule: "P2-ghost-dependency", level: "violation" }];
    if (m.cType !== "hash") return [{ rule: "T1-wrongtype", level: "violation" }];
  }
  return [];
}

async function main() {
  await r.connect();
  const t0 = Date.now();
  // pass 1: names and types
  const typed = [];
  for await (const bufs of scanAll()) {
    const keys = [];
    for (const b of bufs) {
      const s = b.toString("utf8");
      if (!Buffer.from(s, "utf8").equals(b)) {
        emit("violation", "T2-non-utf8-key", { key: b.toString("latin1").slice(0, 200) });
        continue;
      }
      keys.push(s);
    }
    const types = await pipe(keys.map((k) => ["type", k]));
    keys.forEach((k, i) => typed.push([k, types[i]]));
  }
  const hashes = [];
  const seenKeys = new Set();
  for (const [k, t] of typed) {
    if (seenKeys.has(k)) continue;
    seenKeys.add(k);
    const rest = k.slice(PREFIX.length + 1);
    const c = rest.indexOf(":");
    if (c < 0) continue;
    const q = rest.slice(0, c),
      suf = rest.slice(c + 1);
    if (ONLY && !ONLY.has(q)) continue;
    if (suf === "") continue;
    if (/^metrics:(completed|failed)(:data)?$/.test(suf)) continue;
    if (Object.hasOwn(STRUCT, suf)) {
      Q(q).struct[suf] = t;
      if (t !== STRUCT[suf] && t !== "none") {
        const lim = suf === "repeat" || suf === "limiter";
        if (!lim) emit("violation", "T1-wrongtype", { queue: q, key: k, type: t, want: STRUCT[suf] });
      }
      continue;
    }
    const m = /^(.*):(lock|logs|dependencies|processed|failed|unsuccessful)$/s.exec(suf);
    if (m && m[2] === "lock" && t === "string") {
      Q(q);
      locks.set(keyOf(q, m[1]), { queue: q, id: m[1] });
      continue;
    }
    if (m && m[2] in COLL) {
      if (t === COLL[m[2]]) {
        Q(q);
        C(keyOf(q, m[1]), q, m[1])[m[2]] = null;
        if (t !== "hash") continue;
      } else if (t !== "hash") {
        if (t !== "none") emit("violation", "T1-wrongtype", { queue: q, key: k, type: t, want: COLL[m[2]] });
        continue;
      }
    }
    if (t === "hash") hashes.push([k, q, suf]);
  }
  const lk = [...locks.keys()];
  (await pipe(lk.map((k) => ["pttl", k + ":lock"]))).forEach((t, i) => {
    if (t === -2) locks.delete(lk[i]);
    else locks.get(lk[i]).ttl = t;
  });
  // pass 2: state structures
  for (const [q, o] of queues) {
    for (const s of STATES) {
      if (o.struct[s] !== STRUCT[s]) continue;
      const ids = [];
      if (STRUCT[s] === "list") {
        for (let i = 0; ; i += 5000) {
          const a = await r.lrange(keyOf(q, s), i, i + 4999);
          ids.push(...a);
          if (a.length < 5000) break;
        }
      } else for (const x of await members("zset", keyOf(q, s))) ids.push(x);
      for (const id of ids) {
        if (id.startsWith("0:")) continue; // v4/v5 delay marker in wait
        if (!o.states.has(id)) o.states.set(id, []);
        o.states.get(id).push(s);
      }
    }
    o.meta = o.struct.meta === "hash" ? await r.hgetall(keyOf(q, "meta")) : {};
  }
  // pass 3: job hashes (never reads data/returnvalue)
  const hv = await pipe(hashes.map(([k]) => ["hmget", k, ...JOBF]));
  hashes.forEach(([k, q, suf], i) => {
    const j = jobObj(hv[i]);
    if (j && j.timestamp) jobs.set(k, { queue: q, id: suf, job: j });
  });
  // pass 4: collections
  for (const [pk, c] of colls)
    for (const k of Object.keys(COLL))
      if (k in c) {
        if (k === "failed" && jobs.has(`${pk}:failed`)) {
          delete c[k];
          continue;
        } // a job whose id ends in :failed
        c[k] = new Set(await members(COLL[k], `${pk}:${k}`));
      }
  // judge on the non-atomic view, then confirm atomically
  const suspects = new Map();
  const addSus = (q, id) => suspects.set(keyOf(q, id), [q, id]);
  const view = (q, id) => {
    const jk = keyOf(q, id),
      j = jobs.get(jk),
      c = colls.get(jk) || {};
    const s = {
      queue: q,
      id,
      jk,
      states: queues.get(q)?.states.get(id) || [],
      scores: {},
      lockTtl: locks.get(jk)?.ttl ?? -2,
      type: j ? "hash" : "none",
      job: j?.job || null,
      hasRv: true,
      paused: queues.get(q)?.meta?.paused,
      own: Object.fromEntries(Object.keys(COLL).map((k) => [k, c[k]?.size || 0])),
    };
    if (j?.job.parentKey) {
      const pk = j.job.parentKey,
        pc = colls.get(pk) || {},
        pj = jobs.get(pk);
      s.parent = {
        key: pk,
        exists: !!pj,
        timestamp: pj?.job.timestamp,
        changed: false,
        in: Object.fromEntries(Object.keys(COLL).map((k) => [k, !!pc[k]?.has?.(jk)])),
      };
    }
    return s;
  };
  const all = new Map();
  for (const [q, o] of queues) for (const id of o.states.keys()) all.set(keyOf(q, id), [q, id]);
  for (const [k, j] of jobs) all.set(k, [j.queue, j.id]);
  for (const [k, l] of locks) all.set(k, [l.queue, l.id]);
  for (const [q, id] of all.values()) {
    const s = view(q, id);
    for (const z of s.states) s.scores[z] = s.job?.finishedOn; // scores only judged in the confirm pass
    if (judgeJob(s).length) addSus(q, id);
  }
  for (const [q, id] of suspects.values()) {
    let keep = null;
    for (let n = 0; n < Math.max(1, CONFIRM); n++) {
      if (n) await sleep(CONFIRM_MS);
      const now = judgeJob(await snap(q, id));
      keep = keep === null ? now : now.filter((x) => keep.some((y) => y.rule === x.rule));
      if (!keep.length) break;
    }
    for (const x of keep || []) emit(x.level, x.rule, { queue: q, job: trunc(id), ...x.detail });
  }
  for (const [pk, c] of colls)
    for (const k of Object.keys(COLL)) {
      if (!c[k]) continue;
      const pHash = jobs.get(pk);
      for (const ck of c[k]) {
        const cj = jobs.get(ck);
        const ok = pHash && (cj ? true : k !== "dependencies" || !ck.startsWith(PREFIX + ":"));
        if (!ok) {
          let keep = true;
          let res = [];
          for (let n = 0; n < Math.max(1, CONFIRM) && keep; n++) {
            if (n) await sleep(CONFIRM_MS);
            res = judgeMember(await snapMember(pk, k, ck), k);
            keep = res.length > 0;
          }
          for (const x of res)
            emit(x.level, x.rule, { queue: c.queue, parent: trunc(pk), collection: k, child: trunc(ck) });
          if (!pHash && res.length) break; // one line for an orphan collection
        } else if (k === "dependencies" && cj && cj.job.parentKey !== pk) {
          const m = await snapMember(pk, k, ck);
          if (m.still && m.cParent !== pk)
            emit("violation", "P2-foreign-dependency", {
              queue: c.queue,
              parent: trunc(pk),
              child: trunc(ck),
              childParentKey: trunc(m.cParent),
            });
        } else if (k !== "dependencies" && cj && cj.job.parentKey !== pk) {
          emit("warn", "P11-child-reused", {
            queue: c.queue,
            parent: trunc(pk),
            collection: k,
            child: trunc(ck),
            childParentKey: trunc(cj.job.parentKey),
          });
        }
      }
    }
  // cycles over parentKey
  const done = new Set();
  for (const k0 of jobs.keys()) {
    const path = new Map();
    let k = k0;
    while (k && jobs.has(k) && !done.has(k)) {
      if (path.has(k)) {
        if (path.size > 1)
          emit("violation", "C1-parent-cycle", { cycle: [...path.keys()].slice(path.get(k)).map(trunc).slice(0, 10) });
        break;
      }
      path.set(k, path.size);
      k = jobs.get(k).job.parentKey;
    }
    for (const x of path.keys()) done.add(x);
  }
  // queue-level rules
  for (const [q, o] of queues) {
    if (o.struct.stalled === "set")
      for (const id of await members("set", keyOf(q, "stalled")))
        if (!o.states.get(id)?.includes("active")) {
          const [st] = await pipe([["sismember", keyOf(q, "stalled"), id]]);
          const s = await snap(q, id);
          if (st === 1 && !s.states.includes("active"))
            emit("warn", "Q1-stalled-not-active", { queue: q, job: trunc(id) });
        }
    const n = (s) => [...o.states.values()].filter((a) => a.includes(s)).length;
    const runnable = n("wait") + n("prioritized");
    if (n("paused") && !o.meta.paused)
      emit("violation", "Q2-stranded-in-paused", { queue: q, count: n("paused"), version: o.meta.version });
    if (runnable && !n("active") && !o.meta.paused && o.struct.marker !== "zset") {
      await sleep(CONFIRM_MS * 4);
      const [w, p, a, mk, pz, lim] = await pipe([
        ["llen", keyOf(q, "wait")],
        ["zcard", keyOf(q, "prioritized")],
        ["llen", keyOf(q, "active")],
        ["exists", keyOf(q, "marker")],
        ["hget", keyOf(q, "meta"), "paused"],
        ["exists", keyOf(q, "limiter")],
      ]);
      if (w + p > 0 && a === 0 && mk === 0 && !pz && !lim)
        emit(QUIESCED ? "violation" : "warn", "Q3-no-marker", {
          queue: q,
          wait: w,
          prioritized: p,
          note: "idle workers will not be woken",
        });
    }
    if (o.struct.id === "string") {
      const idv = Number(await r.get(keyOf(q, "id")));
      let mx = 0;
      for (const id of o.states.keys()) if (/^\d+$/.test(id) && Number(id) > mx) mx = Number(id);
      if (mx > idv) emit("violation", "Q4-id-counter-behind", { queue: q, counter: idv, max: mx });
    }
    const de = typed.filter(([k, t]) => t === "string" && k.startsWith(keyOf(q, "de:")));
    if (de.length) {
      const vals = await pipe(de.map(([k]) => ["get", k]));
      const ex = await pipe(vals.map((v) => ["exists", keyOf(q, String(v))]));
      de.forEach(([k], i) => {
        if (vals[i] !== null && ex[i] === 0)
          emit("warn", "D1-stale-dedup-key", { queue: q, key: trunc(k), job: trunc(vals[i]) });
      });
    }
  }
  process.stderr.write(
    JSON.stringify({
      prefix: PREFIX,
      queues: queues.size,
      jobs: jobs.size,
      inStates: [...queues.values()].reduce((a, o) => a + o.states.size, 0),
      parents: colls.size,
      locks: locks.size,
      suspects: suspects.size,
      violations,
      warnings: warns,
      quiesced: QUIESCED,
      ms: Date.now() - t0,
    }) + "\n",
  );
  r.disconnect();
  process.exitCode = violations ? 1 : 0;
}
main().catch((e) => {
  const msg = String(e?.message || e).replace(/\/\/[^@\s]*@/g, "//***@");
  process.stderr.write(JSON.stringify({ error: msg }) + "\n");
  r.disconnect();
  process.exitCode = 2;
});
