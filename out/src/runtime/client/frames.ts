// Copied by cdplex-codegen from templates/runtime/client/frames.ts.
// Do not edit: change the file there and run `npx codegen`.

import { CdpError, CommandError, UsageError } from "../core/errors.js";
import { endOf } from "../core/failures.js";
import type { CallOptions } from "./channel.js";
import type { Multiplexer } from "./multiplexer.js";
import type { SessionState } from "./session-state.js";
import { timeShared, unwatchSignal, watchSignal } from "./settle.js";
import type { Waiting } from "./settle.js";
import { GET_FRAME_TREE, GET_TARGETS } from "./target-protocol.js";
import type { FrameTree } from "./target-protocol.js";

/**
 * The session that owns a frame. A frame in a process of its own is a target whose id is the frame's; any other is in the frame tree of
 * the session that owns the nearest such frame above it.
 */
export async function findFrameOwner(
  connection: Multiplexer,
  session: SessionState,
  frameId: string,
  options?: CallOptions,
): Promise<SessionState> {
  if (session.ended !== undefined) throw endOf(session.ended, { sessionId: session.id });
  const left = timeShared(options);
  const below = [...descendants(session)];
  const own = below.find((state) => state.targetInfo?.targetId === frameId);
  if (own !== undefined) return own;
  const asked = below.filter((state) => state === session || state.targetInfo?.type === "iframe");
  const { owner, failures } = await firstWith(connection, asked, frameId, left());
  if (owner !== undefined) return owner;
  const attached = await attachToFrame(connection, session, frameId, left);
  if (attached !== undefined) return attached;
  if (failures.length > 0) throw failures[0];
  throw new UsageError(
    `no session here owns the frame ${frameId}: it is gone, or inside an iframe that no session is attached to`,
    { sessionId: session.id },
  );
}

function* descendants(session: SessionState): Generator<SessionState> {
  yield session;
  for (const child of session.children) yield* descendants(child as SessionState);
}

/**
 * The first of these that says that it has the frame. All are asked at once, since one that is wedged never says anything; who is asked
 * in vain fails only where nobody has it.
 */
async function firstWith(
  connection: Multiplexer,
  states: readonly SessionState[],
  frameId: string,
  options: CallOptions = {},
): Promise<{ readonly owner: SessionState | undefined; readonly failures: readonly unknown[] }> {
  const { signal } = options;
  signal?.throwIfAborted();
  const found = new AbortController();
  const waiting: Waiting = { fail: () => found.abort(signal?.reason) };
  if (signal !== undefined) watchSignal(signal, waiting);
  const failures: unknown[] = [];
  const owner = await new Promise<SessionState | undefined>((resolve) => {
    const asking = states.map(async (state) => {
      try {
        if (await hasFrame(connection, state, frameId, { ...options, signal: found.signal })) resolve(state);
      } catch (error) {
        failures.push(error);
      }
    });
    void Promise.all(asking).then(() => resolve(undefined));
  });
  if (signal !== undefined) unwatchSignal(signal, waiting);
  // The others need not answer any more.
  found.abort();
  return { owner, failures };
}

async function hasFrame(
  connection: Multiplexer,
  session: SessionState,
  frameId: string,
  options: CallOptions,
): Promise<boolean> {
  try {
    const { frameTree } = (await connection.send(session, GET_FRAME_TREE, {}, options)) as {
      frameTree: FrameTree;
    };
    return containsFrame(frameTree, frameId);
  } catch (error) {
    // A session that ended meanwhile, or has no frames, owns none.
    if (error instanceof CdpError && (error instanceof CommandError || session.ended !== undefined))
      return false;
    throw error;
  }
}

function containsFrame({ frame, childFrames = [] }: FrameTree, frameId: string): boolean {
  return frame.id === frameId || childFrames.some((child) => containsFrame(child, frameId));
}

/** Attaches to the frame as a target; undefined if it is none. */
async function attachToFrame(
  connection: Multiplexer,
  session: SessionState,
  frameId: string,
  left: () => CallOptions | undefined,
): Promise<SessionState | undefined> {
  try {
    return await connection.attach(session, frameId, left()).catch(async (error: unknown) => {
      if (!(error instanceof CommandError)) throw error;
      // Measured on Chromium 156: an iframe is no target until somebody has listed the targets, and no filter left it out.
      await connection.send(session, GET_TARGETS, { filter: [{}] }, left());
      return connection.attach(session, frameId, left());
    });
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
