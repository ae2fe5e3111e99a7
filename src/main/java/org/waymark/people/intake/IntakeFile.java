package org.waymark.people.intake;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One uploaded spreadsheet and how far it is. */
record IntakeFile(
        UUID id,
        String name,
        String receivingOrganisation,
        List<String> header,
        State state,
        Counts counts,
        @Nullable String duplicateReason,
        Instant uploadedAt,
        String uploadedBy,
        @Nullable Instant startedAt,
        @Nullable String startedBy,
        @Nullable Instant endedAt,
        @Nullable Instant rowsDeletedAt) {

    enum State {
        /** Read and looked through; nobody has been brought in yet. */
        CHECKED,
        RUNNING,
        DONE,
        /** Put aside by the one who uploaded it, without bringing anybody in. */
        DISCARDED
    }

    /** Where a row stands. */
    enum RowState {
        /** Would be brought in. */
        READY,
        /** Resembles somebody; brought in only when a reason is given for all of these. */
        DUPLICATE,
        /** Somebody who is on a pathway already, or the same row once more. */
        KNOWN,
        /** Something is wrong with it. */
        REFUSED,
        CREATED
    }

    record Counts(int ready, int duplicate, int known, int refused, int created) {}

    public boolean hasRows() {
        return rowsDeletedAt == null;
    }
}
