package org.waymark.people.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.LikelyDuplicate;
import org.waymark.people.LikelyDuplicate.Likeness;
import org.waymark.people.PersonDraft.Problem;

/** One row of a spreadsheet, what was found about it and what became of it. */
record IntakeRow(
        int line,
        IntakeFile.RowState state,
        List<String> cells,
        List<Finding> problems,
        @Nullable Resemblance like,
        @Nullable PathwayRef pathway) {

    /** @param column null for the row as a whole */
    record Finding(@Nullable Column column, String code) {

        static Finding of(Problem problem) {
            return new Finding(Column.ofField(problem.field()).orElse(null), problem.code());
        }

        static Finding read(String text) {
            int colon = text.indexOf(':');
            String column = text.substring(0, colon);
            return new Finding(column.equals("*") ? null : Column.valueOf(column), text.substring(colon + 1));
        }

        String written() {
            return (column == null ? "*" : column.name()) + ":" + code;
        }
    }

    /**
     * What the row resembles.
     *
     * @param line of the same file, or null
     * @param organisation whom to ask, when it is somebody on a pathway
     */
    record Resemblance(
            Likeness likeness,
            @Nullable Integer line,
            @Nullable String organisation) {}

    static IntakeRow ready(int line, List<String> cells) {
        return new IntakeRow(line, IntakeFile.RowState.READY, cells, List.of(), null, null);
    }

    IntakeRow refused(List<Finding> findings) {
        return new IntakeRow(line, IntakeFile.RowState.REFUSED, cells, findings, null, null);
    }

    IntakeRow created(PathwayRef opened) {
        return new IntakeRow(line, IntakeFile.RowState.CREATED, cells, List.of(), null, opened);
    }

    IntakeRow like(LikelyDuplicate duplicate) {
        return new IntakeRow(
                line,
                duplicate.isCertain() || duplicate.isInsurmountable()
                        ? IntakeFile.RowState.KNOWN
                        : IntakeFile.RowState.DUPLICATE,
                cells,
                List.of(),
                new Resemblance(duplicate.likeness(), null, duplicate.organisation()),
                duplicate.pathway());
    }

    IntakeRow likeLine(int other, Likeness likeness, boolean isCertain) {
        return new IntakeRow(
                line,
                isCertain ? IntakeFile.RowState.KNOWN : IntakeFile.RowState.DUPLICATE,
                cells,
                List.of(),
                new Resemblance(likeness, other, null),
                null);
    }
}
