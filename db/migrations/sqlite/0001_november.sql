CREATE TABLE `attendance` (
	`content_id` integer NOT NULL,
	`actor_id` integer NOT NULL,
	`answer` text NOT NULL,
	`asked` integer DEFAULT false NOT NULL,
	`iri` text NOT NULL,
	`said` integer NOT NULL,
	PRIMARY KEY(`content_id`, `actor_id`),
	FOREIGN KEY (`content_id`) REFERENCES `gathering`(`content_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `attendance_actor` ON `attendance` (`actor_id`);--> statement-breakpoint
CREATE INDEX `attendance_iri` ON `attendance` (`iri`);--> statement-breakpoint
CREATE TABLE `gathering` (
	`content_id` integer PRIMARY KEY NOT NULL,
	`starts` integer NOT NULL,
	`ends` integer,
	`timezone` text NOT NULL,
	`place` text,
	`online` integer NOT NULL,
	`link` text,
	`join_mode` text NOT NULL,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `gathering_starts` ON `gathering` (`starts`);--> statement-breakpoint
CREATE TABLE `placement` (
	`content_id` integer PRIMARY KEY NOT NULL,
	`folder_iri` text,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `placement_folder` ON `placement` (`folder_iri`);--> statement-breakpoint
ALTER TABLE `content` ADD `edited_by_id` integer REFERENCES actor(id);--> statement-breakpoint
ALTER TABLE `content` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `discussion` ADD `form` text DEFAULT 'discussion' NOT NULL;--> statement-breakpoint
CREATE INDEX `discussion_form` ON `discussion` (`workspace_id`,`form`,`content_id`);--> statement-breakpoint
ALTER TABLE `revision` ADD `edited_by_id` integer REFERENCES actor(id);--> statement-breakpoint
ALTER TABLE `revision` ADD `gathering` text;--> statement-breakpoint
ALTER TABLE `revision` ADD `folder` text;--> statement-breakpoint
ALTER TABLE `actor` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `workspace` ADD `version` integer DEFAULT 1 NOT NULL;