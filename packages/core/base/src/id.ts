import type { Random } from "./random.ts";

declare const brand: unique symbol;

/** A string that only the function that checked it may call a `Name`. */
export type Id<Name extends string> = string & { readonly [brand]: Name };

/** A document of any kind. */
export type DocumentId = Id<"document">;
/** A person: administrator, member or guest. It never changes and is never given to someone else. */
export type PersonId = Id<"person">;
/** One open socket. */
export type ConnectionId = Id<"connection">;
/** A department of the company's tree. */
export type DepartmentId = Id<"department">;
/** A folder of the library. */
export type FolderId = Id<"folder">;
/** A guest's invitation. */
export type InvitationId = Id<"invitation">;
/** A picture stored for a document. */
export type ImageId = Id<"image">;
/** A thread of comments. */
export type ThreadId = Id<"thread">;
/** A circle of people of a document. */
export type CircleId = Id<"circle">;
/** One comment of a thread. */
export type CommentId = Id<"comment">;
/** A personal access token's row, not its secret. */
export type TokenId = Id<"token">;
/** A sign-in session, of a member or a guest. */
export type SessionId = Id<"session">;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the text has the shape of an id (a lower-case UUID). It says nothing about whether the thing exists. */
export function isId(text: string): boolean {
  return uuid.test(text);
}

/** Makes a new id: a version 4 UUID from the given source of randomness. */
export function newId<Name extends string>(random: Random): Id<Name> {
  const bytes = random.bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<Name>;
}
