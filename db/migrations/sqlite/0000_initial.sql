CREATE TABLE `agreement` (
	`id` integer PRIMARY KEY NOT NULL,
	`host` text NOT NULL,
	`iri` text NOT NULL,
	`offer_iri` text NOT NULL,
	`accept_iri` text,
	`ours` integer NOT NULL,
	`state` text NOT NULL,
	`purpose` text NOT NULL,
	`contact` text NOT NULL,
	`answer` text,
	`levels` text NOT NULL,
	`starts` integer NOT NULL,
	`ends` integer,
	`in_writing` integer DEFAULT false NOT NULL,
	`document_name` text,
	`document_type` text,
	`document` blob,
	`created` integer NOT NULL,
	`decided` integer,
	`ended` integer,
	`ended_by_us` integer,
	`end_reason` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agreement_iri_unique` ON `agreement` (`iri`);--> statement-breakpoint
CREATE INDEX `agreement_host` ON `agreement` (`host`,`state`);--> statement-breakpoint
CREATE TABLE `receipt` (
	`id` integer PRIMARY KEY NOT NULL,
	`workspace_id` integer NOT NULL,
	`member_id` integer NOT NULL,
	`host` text NOT NULL,
	`state` text NOT NULL,
	`asked` integer NOT NULL,
	`last_asked` integer NOT NULL,
	`times` integer DEFAULT 1 NOT NULL,
	`confirmed` integer,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`member_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `receipt_once` ON `receipt` (`workspace_id`,`member_id`);--> statement-breakpoint
CREATE INDEX `receipt_state` ON `receipt` (`state`,`last_asked`);--> statement-breakpoint
CREATE TABLE `workspace_peer` (
	`id` integer PRIMARY KEY NOT NULL,
	`workspace_id` integer NOT NULL,
	`host` text NOT NULL,
	`named_by_id` integer,
	`created` integer NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`named_by_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `workspace_peer_once` ON `workspace_peer` (`workspace_id`,`host`);--> statement-breakpoint
CREATE TABLE `app` (
	`id` integer PRIMARY KEY NOT NULL,
	`client_id` text NOT NULL,
	`secret_hash` text NOT NULL,
	`name` text NOT NULL,
	`website` text,
	`redirect_uris` text NOT NULL,
	`scopes` text NOT NULL,
	`created` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `app_clientId_unique` ON `app` (`client_id`);--> statement-breakpoint
CREATE TABLE `app_code` (
	`code_hash` text PRIMARY KEY NOT NULL,
	`app_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`redirect_uri` text NOT NULL,
	`scopes` text NOT NULL,
	`challenge` text,
	`expires` integer NOT NULL,
	`used` integer,
	FOREIGN KEY (`app_id`) REFERENCES `app`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `app_code_expires` ON `app_code` (`expires`);--> statement-breakpoint
CREATE TABLE `app_token` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`app_id` integer NOT NULL,
	`person_id` integer,
	`scopes` text NOT NULL,
	`code_hash` text,
	`created` integer NOT NULL,
	`last_used` integer NOT NULL,
	FOREIGN KEY (`app_id`) REFERENCES `app`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `app_token_person` ON `app_token` (`person_id`,`app_id`);--> statement-breakpoint
CREATE INDEX `app_token_app` ON `app_token` (`app_id`);--> statement-breakpoint
CREATE INDEX `app_token_code` ON `app_token` (`code_hash`);--> statement-breakpoint
CREATE TABLE `marker` (
	`person_id` integer NOT NULL,
	`timeline` text NOT NULL,
	`last_read_id` integer NOT NULL,
	`version` integer NOT NULL,
	`updated` integer NOT NULL,
	PRIMARY KEY(`person_id`, `timeline`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sent_once` (
	`person_id` integer NOT NULL,
	`key` text NOT NULL,
	`content_id` integer,
	`created` integer NOT NULL,
	PRIMARY KEY(`person_id`, `key`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sent_once_created` ON `sent_once` (`created`);--> statement-breakpoint
CREATE TABLE `attachment` (
	`id` integer PRIMARY KEY NOT NULL,
	`owner_id` integer NOT NULL,
	`content_id` integer,
	`position` integer DEFAULT 0 NOT NULL,
	`kind` text NOT NULL,
	`name` text,
	`media_type` text NOT NULL,
	`description` text,
	`decorative` integer DEFAULT false NOT NULL,
	`focus_x` real,
	`focus_y` real,
	`width` integer,
	`height` integer,
	`duration` real,
	`size` integer,
	`sha256` text,
	`small_width` integer,
	`small_height` integer,
	`small_size` integer,
	`secret` text NOT NULL,
	`remote_url` text,
	`tried` integer,
	`problem` text,
	`created` integer NOT NULL,
	`dropped` integer,
	FOREIGN KEY (`owner_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `attachment_content` ON `attachment` (`content_id`,`position`);--> statement-breakpoint
CREATE INDEX `attachment_owner` ON `attachment` (`owner_id`,`content_id`,`created`);--> statement-breakpoint
CREATE TABLE `attachment_part` (
	`attachment_id` integer NOT NULL,
	`variant` text NOT NULL,
	`number` integer NOT NULL,
	`data` blob NOT NULL,
	PRIMARY KEY(`attachment_id`, `variant`, `number`),
	FOREIGN KEY (`attachment_id`) REFERENCES `attachment`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `activity` (
	`id` integer PRIMARY KEY NOT NULL,
	`iri` text NOT NULL,
	`type` text NOT NULL,
	`actor_id` integer NOT NULL,
	`workspace_id` integer,
	`content_id` integer,
	`inner_iri` text,
	`inner_type` text,
	`body` text NOT NULL,
	`withheld` integer DEFAULT false NOT NULL,
	`created` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `activity_iri_unique` ON `activity` (`iri`);--> statement-breakpoint
CREATE INDEX `activity_actor` ON `activity` (`actor_id`,`type`,`id`);--> statement-breakpoint
CREATE INDEX `activity_content` ON `activity` (`content_id`,`type`);--> statement-breakpoint
CREATE INDEX `activity_inner` ON `activity` (`inner_iri`);--> statement-breakpoint
CREATE TABLE `event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`actor_id` integer,
	`workspace_id` integer,
	`content_id` integer,
	`data` text NOT NULL,
	`created` integer NOT NULL,
	`bridged` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX `event_unbridged` ON `event` (`bridged`,`id`);--> statement-breakpoint
CREATE INDEX `event_workspace` ON `event` (`workspace_id`,`id`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`iri` text NOT NULL,
	`actor_iri` text NOT NULL,
	`host` text NOT NULL,
	`body` text NOT NULL,
	`subject` text,
	`followers` text,
	`received` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt` integer,
	`problem` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbox_iri_unique` ON `inbox` (`iri`);--> statement-breakpoint
CREATE INDEX `inbox_waiting` ON `inbox` (`state`,`host`,`seq`);--> statement-breakpoint
CREATE INDEX `inbox_received` ON `inbox` (`received`);--> statement-breakpoint
CREATE TABLE `kv` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text,
	`expires` integer
);
--> statement-breakpoint
CREATE TABLE `outgoing` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`activity_id` integer NOT NULL,
	`signer_id` integer NOT NULL,
	`channel_id` integer,
	`host` text,
	`inbox` text,
	`plain` integer DEFAULT false NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`activity_id`) REFERENCES `activity`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `outgoing_host` ON `outgoing` (`host`,`seq`);--> statement-breakpoint
CREATE INDEX `outgoing_channel` ON `outgoing` (`channel_id`,`seq`);--> statement-breakpoint
CREATE TABLE `filter` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`title` text NOT NULL,
	`contexts` text NOT NULL,
	`action` text NOT NULL,
	`ends` integer,
	`created` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `filter_person` ON `filter` (`person_id`,`id`);--> statement-breakpoint
CREATE TABLE `filter_keyword` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`filter_id` integer NOT NULL,
	`keyword` text NOT NULL,
	`whole_word` integer NOT NULL,
	FOREIGN KEY (`filter_id`) REFERENCES `filter`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `filter_keyword_filter` ON `filter_keyword` (`filter_id`,`id`);--> statement-breakpoint
CREATE TABLE `filter_status` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`filter_id` integer NOT NULL,
	`content_id` integer NOT NULL,
	FOREIGN KEY (`filter_id`) REFERENCES `filter`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `filter_status_once` ON `filter_status` (`filter_id`,`content_id`);--> statement-breakpoint
CREATE TABLE `content` (
	`id` integer PRIMARY KEY NOT NULL,
	`iri` text NOT NULL,
	`kind` text NOT NULL,
	`workspace_id` integer,
	`author_id` integer NOT NULL,
	`root_id` integer NOT NULL,
	`parent_id` integer,
	`title` text,
	`html` text NOT NULL,
	`source` text,
	`url` text,
	`context` text,
	`visibility` text,
	`warning` text,
	`sensitive` integer DEFAULT false NOT NULL,
	`language` text,
	`published` integer NOT NULL,
	`edited` integer,
	`deleted` integer,
	`deleted_by_id` integer,
	`likes` integer DEFAULT 0 NOT NULL,
	`boosts` integer DEFAULT 0 NOT NULL,
	`accepted` integer,
	`refused` text,
	`purged` integer DEFAULT false NOT NULL,
	`hidden` integer,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`author_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`parent_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`deleted_by_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `content_iri_unique` ON `content` (`iri`);--> statement-breakpoint
CREATE INDEX `content_root` ON `content` (`root_id`,`id`);--> statement-breakpoint
CREATE INDEX `content_workspace` ON `content` (`workspace_id`,`kind`,`id`);--> statement-breakpoint
CREATE INDEX `content_author` ON `content` (`author_id`,`id`);--> statement-breakpoint
CREATE INDEX `content_posts` ON `content` (`author_id`,`kind`,`id`);--> statement-breakpoint
CREATE INDEX `content_visibility` ON `content` (`visibility`,`id`);--> statement-breakpoint
CREATE INDEX `content_parent` ON `content` (`parent_id`);--> statement-breakpoint
CREATE TABLE `discussion` (
	`content_id` integer PRIMARY KEY NOT NULL,
	`workspace_id` integer NOT NULL,
	`boost_id` integer NOT NULL,
	`pinned` integer,
	`locked` integer,
	`comments` integer DEFAULT 0 NOT NULL,
	`last_activity` integer NOT NULL,
	`last_actor_id` integer,
	`shown` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`last_actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `discussion_boostId_unique` ON `discussion` (`boost_id`);--> statement-breakpoint
CREATE INDEX `discussion_recent` ON `discussion` (`workspace_id`,`last_activity`,`last_actor_id`,`shown`);--> statement-breakpoint
CREATE INDEX `discussion_boost` ON `discussion` (`workspace_id`,`boost_id`);--> statement-breakpoint
CREATE TABLE `draft` (
	`person_id` integer NOT NULL,
	`place` text NOT NULL,
	`title` text DEFAULT '' NOT NULL,
	`source` text DEFAULT '' NOT NULL,
	`updated` integer NOT NULL,
	PRIMARY KEY(`person_id`, `place`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `like` (
	`content_id` integer NOT NULL,
	`actor_id` integer NOT NULL,
	`iri` text,
	`created` integer NOT NULL,
	PRIMARY KEY(`content_id`, `actor_id`),
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `like_iri` ON `like` (`iri`);--> statement-breakpoint
CREATE INDEX `like_actor` ON `like` (`actor_id`,`created`);--> statement-breakpoint
CREATE TABLE `mention` (
	`content_id` integer NOT NULL,
	`actor_id` integer NOT NULL,
	PRIMARY KEY(`content_id`, `actor_id`),
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `mention_actor` ON `mention` (`actor_id`,`content_id`);--> statement-breakpoint
CREATE TABLE `notification` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`kind` text NOT NULL,
	`actor_id` integer,
	`workspace_id` integer,
	`content_id` integer,
	`text` text,
	`created` integer NOT NULL,
	`read` integer,
	`filtered` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `notification_person` ON `notification` (`person_id`,`id`);--> statement-breakpoint
CREATE INDEX `notification_unread` ON `notification` (`person_id`,`read`,`id`);--> statement-breakpoint
CREATE INDEX `notification_since` ON `notification` (`person_id`,`created`);--> statement-breakpoint
CREATE TABLE `read_mark` (
	`person_id` integer NOT NULL,
	`discussion_id` integer NOT NULL,
	`seen` integer NOT NULL,
	PRIMARY KEY(`person_id`, `discussion_id`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`discussion_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `removed_content` (
	`content_id` integer PRIMARY KEY NOT NULL,
	`title` text,
	`html` text NOT NULL,
	`source` text,
	`reason` text,
	`removed` integer NOT NULL,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `removed_content_removed` ON `removed_content` (`removed`);--> statement-breakpoint
CREATE TABLE `revision` (
	`content_id` integer NOT NULL,
	`replaced` integer NOT NULL,
	`title` text,
	`html` text NOT NULL,
	`source` text,
	`files` text,
	PRIMARY KEY(`content_id`, `replaced`),
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sent_form` (
	`person_id` integer NOT NULL,
	`key` text NOT NULL,
	`content_id` integer NOT NULL,
	`sent` integer NOT NULL,
	PRIMARY KEY(`person_id`, `key`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `actor` (
	`id` integer PRIMARY KEY NOT NULL,
	`iri` text NOT NULL,
	`kind` text NOT NULL,
	`host` text NOT NULL,
	`local` integer NOT NULL,
	`handle` text NOT NULL,
	`local_handle` text,
	`name` text NOT NULL,
	`summary` text DEFAULT '' NOT NULL,
	`url` text,
	`job` text,
	`organisation` text,
	`place` text,
	`fields` text,
	`picture_id` integer,
	`picture_url` text,
	`emojis` text,
	`inbox` text NOT NULL,
	`shared_inbox` text,
	`outbox` text,
	`followers` text,
	`featured` text,
	`moderators` text,
	`actor_token` text,
	`approves` integer DEFAULT false NOT NULL,
	`discoverable` integer DEFAULT false NOT NULL,
	`indexable` integer DEFAULT false NOT NULL,
	`created` integer NOT NULL,
	`fetched` integer,
	`gone` integer,
	`moved_to` text,
	`also_known_as` text,
	FOREIGN KEY (`picture_id`) REFERENCES `media`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `actor_iri_unique` ON `actor` (`iri`);--> statement-breakpoint
CREATE UNIQUE INDEX `actor_localHandle_unique` ON `actor` (`local_handle`);--> statement-breakpoint
CREATE INDEX `actor_host` ON `actor` (`host`,`handle`);--> statement-breakpoint
CREATE INDEX `actor_inbox` ON `actor` (`inbox`);--> statement-breakpoint
CREATE TABLE `actor_key` (
	`iri` text PRIMARY KEY NOT NULL,
	`actor_id` integer NOT NULL,
	`kind` text NOT NULL,
	`public_jwk` text NOT NULL,
	`private_sealed` text,
	`created` integer NOT NULL,
	`retired` integer,
	`revoked` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `actor_key_actor` ON `actor_key` (`actor_id`);--> statement-breakpoint
CREATE TABLE `attempt` (
	`key` text NOT NULL,
	`window` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`key`, `window`)
);
--> statement-breakpoint
CREATE TABLE `email_token` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`person_id` integer NOT NULL,
	`created` integer NOT NULL,
	`expires` integer NOT NULL,
	`used` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `mail` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`recipient` text NOT NULL,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`created` integer NOT NULL,
	`sent` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt` integer,
	`problem` text
);
--> statement-breakpoint
CREATE INDEX `mail_unsent` ON `mail` (`sent`,`next_attempt`);--> statement-breakpoint
CREATE TABLE `media` (
	`id` integer PRIMARY KEY NOT NULL,
	`sha256` text NOT NULL,
	`type` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`data` blob NOT NULL,
	`created` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `media_sha256_unique` ON `media` (`sha256`);--> statement-breakpoint
CREATE TABLE `person` (
	`actor_id` integer PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`password_hash` text,
	`verified` integer,
	`role` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`created` integer NOT NULL,
	`last_seen` integer,
	`previous_visit` integer,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `person_email_unique` ON `person` (`email`);--> statement-breakpoint
CREATE TABLE `remote_picture` (
	`url_hash` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`media_id` integer,
	`tried` integer,
	`problem` text,
	FOREIGN KEY (`media_id`) REFERENCES `media`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE TABLE `session` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`created` integer NOT NULL,
	`last_seen` integer NOT NULL,
	`expires` integer NOT NULL,
	`user_agent` text,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `session_person` ON `session` (`person_id`);--> statement-breakpoint
CREATE INDEX `session_expires` ON `session` (`expires`);--> statement-breakpoint
CREATE TABLE `instance` (
	`id` integer PRIMARY KEY NOT NULL,
	`actor_id` integer NOT NULL,
	`name` text NOT NULL,
	`short_name` text NOT NULL,
	`kind` text NOT NULL,
	`ods_code` text,
	`logo_id` integer,
	`email_domains` text NOT NULL,
	`contact` text DEFAULT '' NOT NULL,
	`allowlist_only` integer DEFAULT false NOT NULL,
	`personal_posts` integer DEFAULT true NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`logo_id`) REFERENCES `media`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE TABLE `peer` (
	`host` text PRIMARY KEY NOT NULL,
	`name` text,
	`software` text,
	`version` text,
	`head` integer DEFAULT 0 NOT NULL,
	`cursor` integer DEFAULT 0 NOT NULL,
	`signature_spec` text,
	`reads_rfc9421` integer DEFAULT false NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`next_attempt` integer,
	`leased_until` integer,
	`lease` text,
	`problem` text,
	`gone` integer,
	`last_heard` integer,
	`last_sent` integer,
	`checked` integer,
	`created` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `peer_waiting` ON `peer` (`host`) WHERE "peer"."head" > "peer"."cursor";--> statement-breakpoint
CREATE TABLE `asked_act` (
	`id` integer PRIMARY KEY NOT NULL,
	`workspace_id` integer NOT NULL,
	`actor_id` integer NOT NULL,
	`kind` text NOT NULL,
	`content_id` integer,
	`member_id` integer,
	`target_id` integer,
	`reason` text,
	`ends` integer,
	`activity_iri` text NOT NULL,
	`state` text NOT NULL,
	`answer` text,
	`created` integer NOT NULL,
	`settled` integer,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`member_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`target_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `asked_act_activityIri_unique` ON `asked_act` (`activity_iri`);--> statement-breakpoint
CREATE INDEX `asked_act_workspace` ON `asked_act` (`workspace_id`,`state`);--> statement-breakpoint
CREATE INDEX `asked_act_content` ON `asked_act` (`content_id`);--> statement-breakpoint
CREATE TABLE `block` (
	`workspace_id` integer NOT NULL,
	`actor_id` integer NOT NULL,
	`by_id` integer,
	`reason` text,
	`ends` integer,
	`created` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `actor_id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`by_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `block_ends` ON `block` (`ends`);--> statement-breakpoint
CREATE TABLE `follow` (
	`id` integer PRIMARY KEY NOT NULL,
	`iri` text NOT NULL,
	`follower_id` integer NOT NULL,
	`followed_id` integer NOT NULL,
	`state` text NOT NULL,
	`created` integer NOT NULL,
	`asked` integer,
	`of_person` integer DEFAULT false NOT NULL,
	`reblogs` integer DEFAULT true NOT NULL,
	`notify` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`follower_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`followed_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `follow_once` ON `follow` (`follower_id`,`followed_id`);--> statement-breakpoint
CREATE INDEX `follow_followed` ON `follow` (`followed_id`,`state`);--> statement-breakpoint
CREATE INDEX `follow_people` ON `follow` (`follower_id`,`of_person`,`followed_id`);--> statement-breakpoint
CREATE INDEX `follow_iri` ON `follow` (`iri`);--> statement-breakpoint
CREATE TABLE `history` (
	`workspace_id` integer PRIMARY KEY NOT NULL,
	`reader_id` integer NOT NULL,
	`state` text NOT NULL,
	`next_page` text,
	`end` text,
	`newest` integer,
	`total` integer,
	`done` integer DEFAULT 0 NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt` integer,
	`problem` text,
	`started` integer NOT NULL,
	`updated` integer NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`reader_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `membership` (
	`id` integer PRIMARY KEY NOT NULL,
	`workspace_id` integer NOT NULL,
	`actor_id` integer NOT NULL,
	`role` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`answer` text,
	`decided_by_id` integer,
	`requested` integer NOT NULL,
	`decided` integer,
	`invite_iri` text,
	`last_visit` integer,
	`followed` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`decided_by_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `membership_once` ON `membership` (`workspace_id`,`actor_id`);--> statement-breakpoint
CREATE INDEX `membership_actor` ON `membership` (`actor_id`,`state`,`followed`,`workspace_id`);--> statement-breakpoint
CREATE INDEX `membership_workspace` ON `membership` (`workspace_id`,`state`);--> statement-breakpoint
CREATE TABLE `workspace` (
	`actor_id` integer PRIMARY KEY NOT NULL,
	`level` text NOT NULL,
	`purpose` text NOT NULL,
	`source` text DEFAULT '' NOT NULL,
	`managers_post` integer DEFAULT false NOT NULL,
	`members` integer DEFAULT 0 NOT NULL,
	`last_activity` integer,
	`created` integer NOT NULL,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `join_offer` (
	`id` integer PRIMARY KEY NOT NULL,
	`iri` text NOT NULL,
	`workspace_id` integer NOT NULL,
	`member_id` integer NOT NULL,
	`manager_id` integer NOT NULL,
	`follow_iri` text NOT NULL,
	`reason` text,
	`state` text NOT NULL,
	`requested` integer NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`member_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`manager_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `join_offer_iri_unique` ON `join_offer` (`iri`);--> statement-breakpoint
CREATE UNIQUE INDEX `join_offer_once` ON `join_offer` (`workspace_id`,`member_id`,`manager_id`);--> statement-breakpoint
CREATE INDEX `join_offer_manager` ON `join_offer` (`manager_id`,`state`);--> statement-breakpoint
CREATE TABLE `conversation` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`root_id` integer NOT NULL,
	`last_id` integer NOT NULL,
	`unread` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`last_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `conversation_once` ON `conversation` (`person_id`,`root_id`);--> statement-breakpoint
CREATE INDEX `conversation_last` ON `conversation` (`person_id`,`last_id`);--> statement-breakpoint
CREATE TABLE `reblog` (
	`id` integer PRIMARY KEY NOT NULL,
	`content_id` integer NOT NULL,
	`actor_id` integer NOT NULL,
	`iri` text NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reblog_once` ON `reblog` (`content_id`,`actor_id`);--> statement-breakpoint
CREATE INDEX `reblog_actor` ON `reblog` (`actor_id`,`id`);--> statement-breakpoint
CREATE INDEX `reblog_iri` ON `reblog` (`iri`);--> statement-breakpoint
CREATE TABLE `discussion_move` (
	`id` integer PRIMARY KEY NOT NULL,
	`activity_iri` text NOT NULL,
	`root_iri` text NOT NULL,
	`context` text,
	`from_id` integer,
	`to_id` integer,
	`released` integer,
	`taken` integer,
	`body` text,
	`created` integer NOT NULL,
	FOREIGN KEY (`from_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`to_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `discussion_move_activityIri_unique` ON `discussion_move` (`activity_iri`);--> statement-breakpoint
CREATE INDEX `discussion_move_root` ON `discussion_move` (`root_iri`);--> statement-breakpoint
CREATE INDEX `discussion_move_context` ON `discussion_move` (`context`);--> statement-breakpoint
CREATE INDEX `discussion_move_to` ON `discussion_move` (`to_id`);--> statement-breakpoint
CREATE TABLE `workspace_move` (
	`workspace_id` integer PRIMARY KEY NOT NULL,
	`to_id` integer,
	`to_iri` text NOT NULL,
	`state` text NOT NULL,
	`activity_iri` text,
	`handover` text,
	`created` integer NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`to_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `workspace_move_to` ON `workspace_move` (`to_iri`);--> statement-breakpoint
CREATE TABLE `poll` (
	`content_id` integer PRIMARY KEY NOT NULL,
	`multiple` integer NOT NULL,
	`hide_totals` integer NOT NULL,
	`ends` integer,
	`closed` integer,
	`voters` integer,
	`told` integer DEFAULT false NOT NULL,
	`changed` integer DEFAULT false NOT NULL,
	`sent` integer,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `poll_ending` ON `poll` (`told`,`ends`);--> statement-breakpoint
CREATE INDEX `poll_changed` ON `poll` (`changed`,`sent`);--> statement-breakpoint
CREATE TABLE `poll_option` (
	`content_id` integer NOT NULL,
	`position` integer NOT NULL,
	`text` text NOT NULL,
	`votes` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`content_id`, `position`),
	FOREIGN KEY (`content_id`) REFERENCES `poll`(`content_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `poll_vote` (
	`content_id` integer NOT NULL,
	`actor_id` integer NOT NULL,
	`position` integer NOT NULL,
	`created` integer NOT NULL,
	PRIMARY KEY(`content_id`, `actor_id`, `position`),
	FOREIGN KEY (`content_id`) REFERENCES `poll`(`content_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `poll_vote_actor` ON `poll_vote` (`actor_id`);--> statement-breakpoint
CREATE TABLE `peer_rule` (
	`host` text PRIMARY KEY NOT NULL,
	`rule` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`by_id` integer,
	`created` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `hidden_person` (
	`actor_id` integer PRIMARY KEY NOT NULL,
	`by_id` integer,
	`reason` text NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`by_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE TABLE `hidden_post` (
	`content_id` integer PRIMARY KEY NOT NULL,
	`by_id` integer,
	`reason` text NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`by_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE TABLE `report` (
	`id` integer PRIMARY KEY NOT NULL,
	`iri` text NOT NULL,
	`queue` text NOT NULL,
	`subject` text NOT NULL,
	`workspace_id` integer,
	`content_id` integer,
	`person_id` integer NOT NULL,
	`reporter_id` integer NOT NULL,
	`reason` text NOT NULL,
	`forward_iri` text,
	`state` text NOT NULL,
	`note` text,
	`decided_by_id` integer,
	`created` integer NOT NULL,
	`decided` integer,
	FOREIGN KEY (`workspace_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`reporter_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`decided_by_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_once` ON `report` (`iri`,`queue`,`subject`);--> statement-breakpoint
CREATE INDEX `report_queue` ON `report` (`queue`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `report_workspace` ON `report` (`workspace_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `report_forward` ON `report` (`forward_iri`);--> statement-breakpoint
CREATE TABLE `account_note` (
	`person_id` integer NOT NULL,
	`target_id` integer NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`person_id`, `target_id`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`target_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `endorsement` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`target_id` integer NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`target_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `endorsement_once` ON `endorsement` (`person_id`,`target_id`);--> statement-breakpoint
CREATE TABLE `host_block` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`host` text NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `host_block_once` ON `host_block` (`person_id`,`host`);--> statement-breakpoint
CREATE TABLE `mute` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`target_id` integer NOT NULL,
	`notifications` integer NOT NULL,
	`ends` integer,
	`created` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`target_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mute_once` ON `mute` (`person_id`,`target_id`);--> statement-breakpoint
CREATE TABLE `person_block` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`actor_id` integer NOT NULL,
	`target_id` integer NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`target_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `person_block_once` ON `person_block` (`actor_id`,`target_id`);--> statement-breakpoint
CREATE INDEX `person_block_target` ON `person_block` (`target_id`,`actor_id`);--> statement-breakpoint
CREATE TABLE `thread_mute` (
	`person_id` integer NOT NULL,
	`root_id` integer NOT NULL,
	`created` integer NOT NULL,
	PRIMARY KEY(`person_id`, `root_id`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `bookmark` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`content_id` integer NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bookmark_once` ON `bookmark` (`person_id`,`content_id`);--> statement-breakpoint
CREATE INDEX `bookmark_person` ON `bookmark` (`person_id`,`id`);--> statement-breakpoint
CREATE TABLE `list_entry` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`list_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	FOREIGN KEY (`list_id`) REFERENCES `personal_list`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`account_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `list_entry_once` ON `list_entry` (`list_id`,`account_id`);--> statement-breakpoint
CREATE INDEX `list_entry_account` ON `list_entry` (`account_id`);--> statement-breakpoint
CREATE TABLE `personal_list` (
	`id` integer PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`title` text NOT NULL,
	`replies` text NOT NULL,
	`exclusive` integer NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `personal_list_person` ON `personal_list` (`person_id`,`id`);--> statement-breakpoint
CREATE TABLE `profile_pin` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`content_id` integer NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `profile_pin_once` ON `profile_pin` (`person_id`,`content_id`);--> statement-breakpoint
CREATE TABLE `preference` (
	`person_id` integer PRIMARY KEY NOT NULL,
	`visibility` text NOT NULL,
	`sensitive` integer NOT NULL,
	`language` text,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `push_message` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`subscription_id` integer NOT NULL,
	`notification_id` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt` integer NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`subscription_id`) REFERENCES `push_subscription`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`notification_id`) REFERENCES `notification`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `push_message_due` ON `push_message` (`next_attempt`);--> statement-breakpoint
CREATE INDEX `push_message_subscription` ON `push_message` (`subscription_id`);--> statement-breakpoint
CREATE INDEX `push_message_notification` ON `push_message` (`notification_id`);--> statement-breakpoint
CREATE TABLE `push_subscription` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`token_hash` text NOT NULL,
	`token_sealed` text NOT NULL,
	`person_id` integer NOT NULL,
	`endpoint` text NOT NULL,
	`p256dh` text NOT NULL,
	`auth` text NOT NULL,
	`standard` integer NOT NULL,
	`alerts` text NOT NULL,
	`policy` text NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`token_hash`) REFERENCES `app_token`(`token_hash`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `push_subscription_tokenHash_unique` ON `push_subscription` (`token_hash`);--> statement-breakpoint
CREATE INDEX `push_subscription_person` ON `push_subscription` (`person_id`);--> statement-breakpoint
CREATE TABLE `content_emoji` (
	`content_id` integer NOT NULL,
	`shortcode` text NOT NULL,
	`url` text NOT NULL,
	PRIMARY KEY(`content_id`, `shortcode`),
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `content_tag` (
	`content_id` integer NOT NULL,
	`name` text NOT NULL,
	`written` text NOT NULL,
	PRIMARY KEY(`content_id`, `name`),
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `content_tag_name` ON `content_tag` (`name`,`content_id`);--> statement-breakpoint
CREATE TABLE `featured_tag` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`name` text NOT NULL,
	`written` text NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `featured_tag_once` ON `featured_tag` (`person_id`,`name`);--> statement-breakpoint
CREATE TABLE `followed_tag` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`name` text NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `followed_tag_once` ON `followed_tag` (`person_id`,`name`);--> statement-breakpoint
CREATE INDEX `followed_tag_name` ON `followed_tag` (`name`);--> statement-breakpoint
CREATE TABLE `notification_permission` (
	`person_id` integer NOT NULL,
	`actor_id` integer NOT NULL,
	`created` integer NOT NULL,
	PRIMARY KEY(`person_id`, `actor_id`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `notification_policy` (
	`person_id` integer PRIMARY KEY NOT NULL,
	`for_not_following` text DEFAULT 'accept' NOT NULL,
	`for_not_followers` text DEFAULT 'accept' NOT NULL,
	`for_new_accounts` text DEFAULT 'accept' NOT NULL,
	`for_private_mentions` text DEFAULT 'accept' NOT NULL,
	`for_limited_accounts` text DEFAULT 'accept' NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `scheduled_post` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`scheduled` integer NOT NULL,
	`params` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt` integer NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`actor_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `scheduled_post_due` ON `scheduled_post` (`next_attempt`);--> statement-breakpoint
CREATE INDEX `scheduled_post_person` ON `scheduled_post` (`person_id`,`id`);