// Copied by cdplex-codegen from templates/runtime/client/frames.ts.
// Do not edit: change the file there and run `npx codegen`.

import { CdpError, CommandError, UsageError } from "../core/errors.js";
import type { CallOptions } from "./channel.js";
import type { Multiplexer } from "./multiplexer.js";
import type { SessionState } from "./session-state.js";
import { GET_FRAME_TREE } from "./target-protocol.js";
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
  const below = [...descendants(session)];
  const own = below.find((state) => state.targetInfo?.targetId === frameId);
  if (own !== undefined) return own;
  for (const state of below) {
    if (state !== session && state.targetInfo?.type !== "iframe") continue;
    if (await hasFrame(connection, state, frameId, options)) return state;
  }
  const attached = await attachToFrame(connection, session, frameId, options);
  if (attached !== undefined) return attached;
  throw new UsageError(
    `no session here owns the frame ${frameId}: it is gone, or inside an iframe that nobody has attached to`,
    { sessionId: session.id },
  );
}

function* descendants(session: SessionState): Generator<SessionState> {
  yield session;
  for (const child of session.children) yield* descendants(child as SessionState);
}

async function hasFrame(
  connection: Multiplexer,
  session: SessionState,
  frameId: string,
  options: CallOptions | undefined,
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

/** Attaches to the frame as a target; undefined where it is none. */
async function attachToFrame(
  connection: Multiplexer,
  session: SessionState,
  frameId: string,
  options: CallOptions | undefined,
): Promise<SessionState | undefined> {
  try {
    return await connection.attach(session, frameId, options);
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
