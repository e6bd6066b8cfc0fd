import { longestOption, longestPoll, mostOptions, shortestPoll } from "../../polls/index.ts";
import {
  largestFile,
  largestPicture,
  longestDescription,
  mediaTypes,
  mostFiles,
  mostPixels,
} from "../../attachments/index.ts";
import { mostPinned } from "../../shelves/index.ts";
import type { Organisation } from "../../organisations/index.ts";
import { mostFeatured } from "../../tags/index.ts";
import { absolute, type Api } from "../api.ts";
import type { Account } from "./account.ts";

export interface InstanceFacts {
  organisation: Organisation;
  version: string;
  vapidKey: string;
  contact: { email: string; account: Account | null };
  users: number;
  activeUsers: number;
  posts: number;
  peers: number;
}

/** The level of Mastodon's API that is kept here: apps read the first characters, and offer what they promise. */
export const versionFor = (ours: string): string => `4.3.0 (compatible; Tombolo ${ours})`;

export const longestPost = 50_000;

const description = ({ name }: Organisation): string =>
  `The community of ${name}: workspaces to ask, answer and share what works, with colleagues here and elsewhere.`;

const configuration = (api: Api, { vapidKey }: InstanceFacts) => ({
  urls: {
    streaming: api.ctx.origin.replace(/^http/, "ws"),
    status: null,
    about: `${api.ctx.origin}/help`,
    privacy_policy: `${api.ctx.origin}/privacy`,
    terms_of_service: `${api.ctx.origin}/terms`,
  },
  vapid: { public_key: vapidKey },
  accounts: { max_featured_tags: mostFeatured, max_pinned_statuses: mostPinned },
  statuses: {
    max_characters: longestPost,
    max_media_attachments: mostFiles,
    characters_reserved_per_url: 23,
  },
  media_attachments: {
    description_limit: longestDescription,
    supported_mime_types: mediaTypes,
    image_size_limit: largestPicture,
    image_matrix_limit: mostPixels,
    video_size_limit: largestFile,
    // Films are not made anew: any will do.
    video_frame_rate_limit: 120,
    video_matrix_limit: mostPixels,
  },
  polls: {
    max_options: mostOptions,
    max_characters_per_option: longestOption,
    min_expiration: shortestPoll,
    max_expiration: longestPoll,
  },
  translation: { enabled: false },
  limited_federation: false,
});

/** Mastodon's Instance (GET /api/v2/instance). */
export function instance(api: Api, facts: InstanceFacts) {
  const { organisation, version, contact, activeUsers } = facts;
  const icon = absolute(api, organisation.logo ?? "/api/pictures/workspace.png");
  return {
    domain: api.ctx.host,
    title: organisation.name,
    version: versionFor(version),
    source_url: api.ctx.origin,
    description: description(organisation),
    usage: { users: { active_month: activeUsers } },
    thumbnail: { url: absolute(api, "/api/pictures/header.png"), blurhash: null, versions: {} },
    icon: [{ src: icon, size: "400x400" }],
    languages: ["en"],
    configuration: configuration(api, facts),
    registrations: {
      enabled: false,
      approval_required: true,
      reason_required: false,
      message: `<p>Ask for an account at <a href="${api.ctx.origin}/register">${api.ctx.host}</a>.</p>`,
      min_age: null,
      url: `${api.ctx.origin}/register`,
    },
    api_versions: { mastodon: 2 },
    contact,
    rules: [] as { id: string; text: string; hint: string }[],
  };
}

/** The same as apps before version 4 ask for it (GET /api/v1/instance). */
export function oldInstance(api: Api, facts: InstanceFacts) {
  const { organisation, version, contact } = facts;
  const { urls: _, vapid: __, limited_federation: ___, ...limits } = configuration(api, facts);
  return {
    uri: api.ctx.host,
    title: organisation.name,
    short_description: description(organisation),
    description: description(organisation),
    email: contact.email,
    version: versionFor(version),
    urls: { streaming_api: api.ctx.origin.replace(/^http/, "ws") },
    stats: { user_count: facts.users, status_count: facts.posts, domain_count: facts.peers },
    thumbnail: absolute(api, "/api/pictures/header.png"),
    languages: ["en"],
    registrations: false,
    approval_required: true,
    invites_enabled: false,
    configuration: limits,
    contact_account: contact.account,
    rules: [] as never[],
  };
}
