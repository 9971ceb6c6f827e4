// Copied by cdplex-codegen from templates/runtime/core/limits.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Every limit of the runtime, each with its reason. None of them drops anything silently. */

/** Chromium reads an id as an int32; anything above is answered without an id, and the command would hang. */
export const MAX_COMMAND_ID = 0x7fff_ffff;

/**
 * How many commands that were given up (aborted, timed out) are remembered, so that their late answers can be told from
 * answers that came twice. A peer that never answers must not make the list grow for ever.
 */
export const MAX_ABANDONED_COMMANDS = 10_000;

/** How many method names are kept in their encoded form. The protocol has under a thousand; a name made up at run time must not leak. */
export const MAX_ENCODED_METHODS = 4_096;

/**
 * How much memory messages share that are written in CBOR, in bytes. A buffer is let go when it is full, and lives as long as a
 * message in it; more would make that matter, and less would make buffers cost more than messages.
 */
export const OUTPUT_BUFFER_SIZE: number = 64 * 1024;

/**
 * How deep typed values may lie in each other, where they are read strictly and where parsed JSON is held to a schema. Chromium has no limit
 * but its stack; a document's tree, which Chromium cuts at 512 elements, takes two levels an element.
 */
export const MAX_TYPED_DEPTH = 1_200;

/** The largest message in CBOR that is copied before it is read, in bytes, which makes reading it cheaper than the copy costs. */
export const MAX_COPIED_MESSAGE: number = 64 * 1024;

/**
 * The smallest message in JSON of which base64 is decoded apart from the rest, in bytes, and how many objects may lie in each other on the
 * way to it.
 */
export const MIN_CUT_MESSAGE: number = 16 * 1024;
export const MAX_MARKED_DEPTH = 32;

/**
 * Texts in CBOR that are remembered, so that one that comes again need not be made again, and the longest of these, in bytes. Their
 * bytes take 256 KB; with fewer, texts that are frequent push each other out. Their number must be a power of two.
 */
export const CACHED_TEXTS = 4_096;
export const MAX_CACHED_TEXT_LENGTH = 64;

/**
 * Keys of maps in CBOR whose place is remembered, before all are forgotten. A busy session shows under two thousand; the other two
 * limits keep maps that are used as dictionaries from filling it: so many keys of one map, and so many after the same one.
 */
export const MAX_LEARNED_KEYS = 8_192;
export const MAX_LEARNED_KEYS_OF_MAP = 64;
export const MAX_LEARNED_FOLLOWERS = 64;

/** Methods and error codes that are counted apart, before the rest share one count: a name made up at run time must not leak. */
export const MAX_COUNTED_NAMES = 4_096;

/**
 * Names of methods and sessions that are remembered as strings. More than the protocol has events, and than most have sessions; those
 * of sessions that are over are forgotten when it is full, so that it bounds what a long life leaves behind.
 */
export const MAX_CACHED_NAMES = 1_024;

/** Sessions of which it is kept, in bytes, how their messages end: those that are busy at the same time. */
export const MAX_CACHED_TAILS = 128;

/** A name longer than this is not remembered, and its message is parsed. */
export const MAX_CACHED_NAME_LENGTH = 256;

/** Events that a stream holds for a reader who is busy. At 1 KB an event that is 10 MB. */
export const DEFAULT_STREAM_CAPACITY = 10_000;

/**
 * The largest message taken from a websocket, in bytes. A full-page screenshot, a heap snapshot chunk or a large response body passes
 * 100 MiB, the default of others, which then end the connection with no word why. V8 cannot hold a string of more than 512 MiB.
 */
export const DEFAULT_MAX_PAYLOAD: number = 256 * 1024 * 1024;

/** Discovery and handshake together, in milliseconds. A frozen browser accepts the socket and never answers. */
export const DEFAULT_CONNECT_TIMEOUT = 30_000;

/** What `/json/protocol` may answer, in characters. Chromium's definitions have two millions. */
export const MAX_DEFINITIONS_LENGTH: number = 64 * 1024 * 1024;

/** What `/json/version` may answer, in characters. A browser sends under a thousand; more than this is not a browser. */
export const MAX_DISCOVERY_LENGTH: number = 1024 * 1024;

/** How much is read of an answer that refuses a handshake, in characters: enough for the sentence that says why. */
export const MAX_REFUSAL_LENGTH = 1000;

/** How much of a refusal's `data` stands in the error's message, in characters. All of it is in `CommandError.data`. */
export const MAX_REASON_LENGTH = 1_000;

/** How long a socket is silent, in milliseconds, before the system asks whether its peer's machine is still there. */
export const KEEP_ALIVE_DELAY = 30_000;

/**
 * How long an end waits for the peer, in milliseconds, before the end goes ahead without it: a closing websocket for the goodbye, a session
 * that is detached from and a page that is closed for their answers. A stopped process never gives any.
 */
export const CLOSE_TIMEOUT = 2_000;

/** For a browser that is launched to answer, in milliseconds. A cold start on a busy machine takes several seconds. */
export const DEFAULT_LAUNCH_TIMEOUT = 30_000;

/** How much is kept of what a launched browser writes to its standard error, in characters: its last words, and not all that it grumbles. */
export const MAX_STDERR_LENGTH: number = 16 * 1024;

/**
 * How long a browser that was asked to close, or has closed its pipe, may take, in milliseconds, before it is ended. It writes its profile
 * to disk meanwhile.
 */
export const BROWSER_CLOSE_TIMEOUT = 5_000;

/** How long what a browser has started may hold its pipe or its standard error when it has ended itself, in milliseconds. */
export const BROWSER_EXIT_DELAY = 1_000;

/** How long the last of a standard error whose process has ended is waited for, in milliseconds: another process may hold it. */
export const STDERR_DELAY = 200;

/** How long what has started a worker may take to wake it, in milliseconds, before attaching to the worker is given up. */
export const WAKE_TIMEOUT = 10_000;

/** How long a paused child waits for `setup`, in milliseconds, before it is resumed regardless. */
export const DEFAULT_SETUP_TIMEOUT = 10_000;

/**
 * Commands that may wait to be sent, unless `limits.maxQueued` says otherwise. At 300 bytes a command that is 30 MB; a program that has
 * sent so many more than are taken will not catch up by waiting.
 */
export const DEFAULT_MAX_QUEUED = 100_000;

/** The part of a second's commands that may leave at once, unless `limits.rate.burst` says otherwise: enough for timers to keep the rate. */
export const RATE_BURSTS_PER_SECOND = 10;

/**
 * Bytes that a transport may hold unwritten before further commands wait here, where they can still be given up. More than any socket
 * holds for itself, so that a peer that reads never notices; little beside what a peer that does not read would cost.
 */
export const TRANSPORT_HIGH_WATER_MARK: number = 1024 * 1024;

/** What timers take: a longer delay fires at once. */
export const MAX_TIMER_DELAY = 0x7fff_ffff;
