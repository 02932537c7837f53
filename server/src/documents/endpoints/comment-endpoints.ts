/** Comments over HTTP. Whoever reads the document reads them; the role `comment` writes them. */
import type { PersonId } from "@parley/base";
import { roleIncludes } from "@parley/base";
import { type CommentThread, type DocumentComment, documentsApi, reactions } from "@parley/documents";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import type { StoredComment } from "../comments/comment-store.ts";
import type { Commenter, PlacedThread } from "../comments/comments.ts";
import type { DocumentGrant } from "../sharing/document-policy.ts";
import { type Names, namesOf } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";

const personIds = (ids: readonly string[]): PersonId[] => ids as PersonId[];

export function createCommentEndpoints(deps: EndpointDeps): EndpointTree {
  return { ...createThreadEndpoints(deps), ...createReplyEndpoints(deps), record: recordEndpoint(deps) };
}

async function presentOne({ people }: EndpointDeps, thread: PlacedThread): Promise<CommentThread> {
  return toThread(thread, await namesOf(people, peopleOf(thread)));
}

function createThreadEndpoints(deps: EndpointDeps): EndpointTree {
  const { comments, people, policies } = deps;
  const present = async (threads: readonly PlacedThread[]): Promise<CommentThread[]> => {
    const nameOf = await namesOf(people, threads.flatMap(peopleOf));
    return threads.map((thread) => toThread(thread, nameOf));
  };
  return {
    list: endpoint(documentsApi.threads.list, {
      allow: policies.atLeast("view"),
      handle: async ({ grant }) => {
        const by = commenterOf(grant);
        const audiences = await comments.audiencesOf(grant.documentId, by);
        return {
          threads: await present(await comments.list(grant.documentId, by)),
          defaultAudience: audiences.default,
          audiences: audiences.all,
          circles: audiences.circles,
          mayMakeCircles: by.isColleague && roleIncludes(grant.access.role, "comment"),
        };
      },
    }),
    create: endpoint(documentsApi.threads.create, {
      allow: policies.atLeast("comment"),
      handle: async ({ grant, input }) => {
        const { anchor, text, mentions, audience = null, circleId = null, assigneeId = null } = input;
        const wanted = {
          anchor,
          text,
          mentions: personIds(mentions),
          audience,
          circleId,
          assigneeId: assigneeId as PersonId | null,
        };
        return presentOne(deps, await comments.create(grant.documentId, wanted, commenterOf(grant)));
      },
    }),
    update: endpoint(documentsApi.threads.update, {
      allow: policies.atLeast("comment"),
      handle: async ({ grant, input }) => {
        const change = { resolved: input.resolved, assigneeId: input.assigneeId as PersonId | null | undefined };
        return presentOne(deps, await comments.update(grant.documentId, input.threadId, change, commenterOf(grant)));
      },
    }),
    open: endpoint(documentsApi.threads.open, {
      allow: policies.atLeast("comment", { colleagues: true }),
      handle: async ({ grant, input }) =>
        presentOne(deps, await comments.open(grant.documentId, input.threadId, commenterOf(grant))),
    }),
  };
}

function createReplyEndpoints(deps: EndpointDeps): EndpointTree {
  const { comments, policies } = deps;
  return {
    reply: endpoint(documentsApi.threads.reply, {
      allow: policies.atLeast("comment"),
      handle: async ({ grant, input }) => {
        const words = { text: input.text, mentions: personIds(input.mentions) };
        return presentOne(deps, await comments.reply(grant.documentId, input.threadId, words, commenterOf(grant)));
      },
    }),
    edit: endpoint(documentsApi.threads.edit, {
      allow: policies.atLeast("comment"),
      handle: async ({ grant, input }) => {
        const { threadId, commentId, text } = input;
        const words = { text, mentions: personIds(input.mentions) };
        return presentOne(deps, await comments.edit(grant.documentId, threadId, commentId, words, commenterOf(grant)));
      },
    }),
    remove: endpoint(documentsApi.threads.remove, {
      allow: policies.atLeast("comment"),
      handle: async ({ grant, input }) => {
        await comments.remove(grant.documentId, input.threadId, input.commentId, commenterOf(grant));
        return { done: true as const };
      },
    }),
    react: endpoint(documentsApi.threads.react, {
      allow: policies.atLeast("comment"),
      handle: async ({ grant, input }) => {
        const { threadId, commentId, reaction, on } = input;
        const given = { reaction, on };
        return presentOne(deps, await comments.react(grant.documentId, threadId, commentId, given, commenterOf(grant)));
      },
    }),
  };
}

function recordEndpoint({ comments, people, policies }: EndpointDeps): EndpointTree[string] {
  return endpoint(documentsApi.threads.record, {
    allow: policies.atLeast("own", { colleagues: true }),
    handle: async ({ grant }) => {
      const acts = await comments.readRecord(grant.documentId, commenterOf(grant));
      const named = acts.flatMap(({ by, personId }) => (personId === null ? [by] : [by, personId]));
      const nameOf = await namesOf(people, named);
      return acts.map(({ by, at, personId, ...act }) => ({
        ...act,
        by: nameOf(by),
        at: at.toISOString(),
        person: personId === null ? null : nameOf(personId),
      }));
    },
  });
}

/** Who acts on comments. */
export function commenterOf({ caller, access }: DocumentGrant): Commenter {
  return {
    personId: caller.personId,
    party: access.party,
    isColleague: caller.standing !== "guest",
    isOwner: roleIncludes(access.role, "own"),
  };
}

function peopleOf({ resolvedBy, openedBy, copiedBy, assigneeId, comments }: PlacedThread): PersonId[] {
  const ofComments = comments.flatMap(({ authorId, mentions, deletedBy, reactions: given }) => [
    authorId,
    ...mentions,
    deletedBy,
    ...given.map(({ personId }) => personId),
  ]);
  return [resolvedBy, openedBy, copiedBy, assigneeId, ...ofComments].filter((id): id is PersonId => id !== null);
}

function actOf(by: PersonId | null, at: Date | null, nameOf: Names): { by: ReturnType<Names>; at: string } | null {
  return by === null || at === null ? null : { by: nameOf(by), at: at.toISOString() };
}

function toThread(thread: PlacedThread, nameOf: Names): CommentThread {
  const { id, anchor, quote, seq, gone, place, proposalId, decidedSeq, audience, createdAt, assigneeId } = thread;
  const { circleId, circleName } = thread;
  return {
    id,
    anchor: {
      type: anchor,
      ranges: thread.present.map(({ client, clock, length }) => [client, clock, length]),
      quote,
      seq,
      gone,
      proposalId,
      decidedSeq,
      place: place && { block: [place.block.client, place.block.clock], text: place.text },
    },
    audience,
    circle: circleId === null || circleName === null ? null : { id: circleId, name: circleName },
    createdAt: createdAt.toISOString(),
    resolved: actOf(thread.resolvedBy, thread.resolvedAt, nameOf),
    assignee: assigneeId === null ? null : nameOf(assigneeId),
    opened: actOf(thread.openedBy, thread.openedAt, nameOf),
    copied: actOf(thread.copiedBy, thread.copiedAt, nameOf),
    comments: thread.comments.map((comment) => toComment(comment, nameOf)),
  };
}

function toComment(comment: StoredComment, nameOf: Names): DocumentComment {
  const { id, authorId, party, text, mentions, createdAt, editedAt, deletedBy, deletedAt } = comment;
  return {
    id,
    author: nameOf(authorId),
    party,
    text,
    mentions: mentions.map(nameOf),
    createdAt: createdAt.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
    deleted: actOf(deletedBy, deletedAt, nameOf),
    reactions: reactions.flatMap((reaction) => {
      const given = comment.reactions.filter((each) => each.reaction === reaction);
      return given.length === 0 ? [] : [{ reaction, people: given.map(({ personId }) => nameOf(personId)) }];
    }),
  };
}
