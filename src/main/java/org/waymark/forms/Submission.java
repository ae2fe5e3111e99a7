package org.waymark.forms;

import java.time.Instant;
import java.util.UUID;
import org.waymark.access.Viewer;
import org.waymark.workflow.WorkItem;

/** A form as it was handed in, already stored with the version of its definition. */
public record Submission(
        UUID id, String formId, int formVersion, WorkItem task, Answers answers, Viewer by, Instant at) {}
