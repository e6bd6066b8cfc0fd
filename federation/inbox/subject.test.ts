import { expect, test } from "vitest";
import { subjectOf } from "./subject.ts";

const group = "https://north.example/actors/1";
const greta = "https://south.example/actors/2";
const post = "https://south.example/content/3";

const follow = { id: "https://south.example/activities/4", type: "Follow", actor: greta, object: group };
const like = { id: "https://south.example/activities/5", type: "Like", actor: greta, object: post };
const undone = { id: "https://south.example/activities/6", type: "Undo", actor: greta, object: like };

test.each([
  ["a post in a Create", { type: "Create", object: { id: post, type: "Note" } }, post],
  ["a like", like, post],
  ["a like taken back", undone, post],
  ["a like taken back that a workspace passes on", { type: "Announce", actor: group, object: undone }, post],
  ["a post that is announced by itself", { type: "Announce", object: { id: post, type: "Page" } }, post],
  ["the address of a post", { type: "Announce", object: post }, post],
  ["a list of one", { type: "Delete", object: [post] }, post],
  ["who asks to join what", follow, `${greta} ${group}`],
  ["who leaves what", { type: "Undo", actor: greta, object: follow }, `${greta} ${group}`],
  ["who may join what", { type: "Accept", actor: group, object: follow }, `${greta} ${group}`],
])("%s", (_what, activity, subject) => expect(subjectOf(activity)).toBe(subject));

test.each([
  ["several at once", { type: "Announce", object: [like, undone] }],
  ["nothing", { type: "Create" }],
  ["something without an address", { type: "Announce", object: { type: "Undo", object: { type: "Undo" } } }],
])("%s has none", (_what, activity) => expect(subjectOf(activity)).toBeNull());
