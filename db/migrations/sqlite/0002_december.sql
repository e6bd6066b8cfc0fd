CREATE TABLE `proposal` (
	`content_id` integer PRIMARY KEY NOT NULL,
	`quantity` integer,
	`until` integer,
	`place` text,
	`closed` integer DEFAULT false NOT NULL,
	`said` integer NOT NULL,
	FOREIGN KEY (`content_id`) REFERENCES `content`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `revision` ADD `proposal` text;