import { expect, test } from "vitest";
import { parseActor } from "./actor.ts";

const id = "https://north.example/users/nia";
const person = { id, type: "Person", preferredUsername: "nia", inbox: `${id}/inbox` };

function value(document: unknown) {
  const result = parseActor(document);
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

test.each(["Person", "Group", "Application", "Service", "Organization"])("a bare %s is read", (type) => {
  expect(value({ ...person, type })).toMatchObject({
    type,
    id,
    preferredUsername: "nia",
    name: "nia",
    summary: "",
    inbox: `${id}/inbox`,
    sharedInbox: null,
    outbox: null,
    publicKeys: [],
    assertionMethods: [],
    manuallyApprovesFollowers: false,
    indexable: false,
    published: null,
    fields: [],
    level: null,
    membersCount: null,
  });
});

test("keys are those that the actor lists as its own, one or several", () => {
  const key = (name: string, owner: string | undefined = id) => ({
    id: `${id}#${name}`,
    owner,
    publicKeyPem: name,
  });
  expect(value({ ...person, publicKey: key("main") }).publicKeys).toEqual([
    { id: `${id}#main`, publicKeyPem: "main" },
  ]);
  const publicKey = [
    key("a"),
    key("b", "https://north.example/users/eve"),
    { id: "#c", publicKeyPem: "c" },
    "x",
    { id: `${id}#d` },
  ];
  expect(value({ ...person, publicKey }).publicKeys).toEqual([{ id: `${id}#a`, publicKeyPem: "a" }]);
  const assertionMethod = [
    { id: `${id}#ed25519`, type: "Multikey", controller: id, publicKeyMultibase: "z6Mk" },
    { id: `${id}#other`, type: "Multikey", controller: "https://evil.example/", publicKeyMultibase: "z6Mk" },
  ];
  expect(value({ ...person, assertionMethod }).assertionMethods).toEqual([
    { id: `${id}#ed25519`, publicKeyMultibase: "z6Mk" },
  ]);
  expect(value({ ...person, publicKey: Array(5000).fill(key("a")) }).publicKeys).toHaveLength(10);
});

test("a group's managers are found where each program puts them", () => {
  const moderators = `${id}/moderators`;
  const group = { ...person, type: "Group" };
  expect(value({ ...group, attributedTo: moderators }).moderators).toBe(moderators);
  expect(value({ ...group, moderators, attributedTo: "https://north.example/x" }).moderators).toBe(
    moderators,
  );
  expect(value({ ...person, attributedTo: moderators }).moderators).toBeNull();
});

test("a shared inbox is found with the endpoints, or beside them", () => {
  const sharedInbox = "https://north.example/inbox";
  expect(value({ ...person, endpoints: { sharedInbox } }).sharedInbox).toBe(sharedInbox);
  expect(value({ ...person, sharedInbox }).sharedInbox).toBe(sharedInbox);
  expect(value({ ...person, endpoints: { sharedInbox: "x" } }).sharedInbox).toBeNull();
});

test("a group is found unless it says no, and a person only if they say yes", () => {
  const found = (change: object): boolean => value({ ...person, ...change }).discoverable;
  expect([found({ type: "Group" }), found({ type: "Group", discoverable: false })]).toEqual([true, false]);
  expect([found({}), found({ discoverable: true })]).toEqual([false, true]);
});

test("collections that came along as objects are named by their addresses", () => {
  const outbox = { id: `${id}/outbox`, type: "OrderedCollection", totalItems: 0 };
  expect(value({ ...person, outbox, followers: "x" })).toMatchObject({ outbox: outbox.id, followers: null });
});

test("pictures, links and rows of the profile", () => {
  const icon = { type: "Image", url: "https://north.example/nia.png" };
  const attachment = [
    { type: "PropertyValue", name: "Job", value: "Ward sister" },
    { type: "PropertyValue", name: "Number", value: 7 },
    { type: "Document", name: "x", value: "y" },
  ];
  expect(
    value({ ...person, icon, image: [icon, icon], url: "https://north.example/@nia", attachment }),
  ).toMatchObject({
    icon: icon.url,
    image: icon.url,
    url: "https://north.example/@nia",
    fields: [{ name: "Job", value: "Ward sister" }],
  });
  expect(value({ ...person, icon: { url: "javascript:alert(1)" }, name: 7 })).toMatchObject({
    icon: null,
    name: "nia",
  });
});

test("a workspace of ours says what it is for and who may see it", () => {
  const group = { ...person, type: "Group", purpose: "Fewer falls", level: "restricted", membersCount: 12 };
  expect(value(group)).toMatchObject({ purpose: "Fewer falls", level: "restricted", membersCount: 12 });
  expect(value({ ...group, level: "secret", membersCount: -1 })).toMatchObject({
    level: null,
    membersCount: null,
  });
});

test.each([
  ["no inbox", { inbox: undefined }],
  ["an inbox that is no address", { inbox: "mailto:nia@north.example" }],
  ["no id", { id: undefined }],
  ["an id that is an object", { id: { id } }],
  ["an id with a user name", { id: "https://nia@north.example/" }],
])("an actor with %s is refused", (_, change) => {
  expect(parseActor({ ...person, ...change })).toMatchObject({ ok: false, kind: "malformed" });
});

test("what is not an actor is said to be something else", () => {
  expect(parseActor({ ...person, type: "Note" })).toMatchObject({ ok: false, kind: "unknown" });
});
