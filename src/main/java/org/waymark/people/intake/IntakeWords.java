package org.waymark.people.intake;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.PersonDraft.Problem;
import org.waymark.people.PersonFields;
import org.waymark.people.intake.IntakeRow.Finding;
import org.waymark.people.intake.IntakeRow.Resemblance;

/** Says in words what was found about a row, the same on the page and in the file that goes back. */
@Component
class IntakeWords {

    private final PersonFields fields;

    IntakeWords(PersonFields fields) {
        this.fields = fields;
    }

    String say(UnreadableFile refusal) {
        return fields.said("people.import.file." + refusal.code(), refusal.detail());
    }

    /** What is wrong with a row's cell, without naming the column. */
    String say(Finding finding) {
        Column column = finding.column();
        return column == null
                ? fields.said("people.import." + finding.code())
                : fields.say(new Problem(column.field(), finding.code()));
    }

    String column(Finding finding) {
        Column column = finding.column();
        return column == null ? fields.said("people.import.wholeRow") : column.title();
    }

    /** What the row has in common with whom; the pathway only when the one who imports may see it. */
    String say(Resemblance like, @Nullable PathwayRef pathway) {
        String likeness = fields.said("enum.LikelyDuplicate.Likeness." + like.likeness());
        if (like.line() != null) {
            return fields.said("people.import.likeLine", likeness, String.valueOf(like.line()));
        }
        return pathway == null
                ? fields.said("people.import.likeHidden", likeness, String.valueOf(like.organisation()))
                : fields.said("people.import.likePathway", likeness, pathway.value());
    }

    /** Why the row was not taken, in one cell. */
    String reason(IntakeRow row) {
        Resemblance like = row.like();
        if (like != null) {
            return say(like, row.pathway());
        }
        return row.problems().stream()
                .map(finding -> column(finding) + ": " + say(finding))
                .collect(Collectors.joining("; "));
    }

    /** Given and family name as they stand in the row. */
    static String name(Map<Column, Integer> places, IntakeRow row) {
        return (ReferralSheet.cell(places, row.cells(), Column.GIVEN_NAME) + " "
                        + ReferralSheet.cell(places, row.cells(), Column.FAMILY_NAME))
                .strip();
    }
}
