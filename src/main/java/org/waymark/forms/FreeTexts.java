package org.waymark.forms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.PathwayRef;

/**
 * Finds what people wrote in their own words: what matters most, needs that no rule sees, notes. Only of people whose care
 * the viewer may see, as any other list; what was looked for stands nowhere.
 */
@Component
@Transactional
public class FreeTexts {

    /** Marks of what matched; nobody can type them. */
    private static final String FROM = "\uE000";

    private static final String TO = "\uE001";

    private static final String MARKED = "StartSel=" + FROM + ", StopSel=" + TO;

    /** PostgreSQL takes what looks like markup out of a headline; these stand for it on the way. */
    private static final String MARKUP = "<>&";

    private static final String STAND_INS = "\uE002\uE003\uE004";

    /** Short texts are shown whole. */
    private static final int SHORT = 300;

    /** A piece of a text around what matched. */
    public record Piece(String text, boolean isMatch) {}

    /** @param task what the task is called; null for a form that stands on the person's page */
    public record Found(
            long id,
            PathwayRef pathway,
            String formId,
            @Nullable String task,
            String label,
            List<Piece> pieces,
            String by,
            Instant at) {}

    private final JdbcClient jdbc;
    private final AccessDecision access;
    private final AuditTrail audit;

    FreeTexts(JdbcClient jdbc, AccessDecision access, AuditTrail audit) {
        this.jdbc = jdbc;
        this.access = access;
        this.audit = audit;
    }

    /**
     * The latest first; each that is shown leaves a row on the audit trail of its person.
     *
     * @param query words as they are typed into a search: "quotes", or, -without
     * @param keptBack records of which the viewer must not know yet what others wrote, such as rounds still to rate in
     * @param before the id to go on from; null for the latest
     */
    public List<Found> find(Viewer viewer, String query, Collection<String> keptBack, @Nullable Long before, int most) {
        AccessDecision.Visible visible = access.visible(viewer, "t", DataKind.CARE);
        audit.record(viewer.username(), "texts.searched", null, null);
        List<Found> found = jdbc.sql("""
                        select t.id, t.pathway_ref, t.form_id, w.name as task, t.label, t.said_by, t.said_at,
                               ts_headline('english', translate(translate(t.text, :marks, ''), :markup, :standIns), asked.query,
                                           case when length(t.text) <= :short then :whole else :parts end) as headline
                          from free_text t
                         cross join (select websearch_to_tsquery('english', :query) as query) asked
                          left join work_item w on w.task_id = t.task_id
                         where t.words @@ asked.query and %s
                           and (w.record is null or w.record <> all (:keptBack) or t.said_by = :asking)
                           and (cast(:before as bigint) is null or (t.said_at, t.id) <
                                (select last.said_at, last.id from free_text last where last.id = :before))
                         order by t.said_at desc, t.id desc limit :most
                        """.formatted(visible.sql()))
                .params(visible.parameters())
                .param("marks", FROM + TO + STAND_INS)
                .param("markup", MARKUP)
                .param("standIns", STAND_INS)
                .param("short", SHORT)
                .param("whole", MARKED + ", HighlightAll=true")
                .param("parts", MARKED + ", MaxFragments=2, MinWords=6, MaxWords=24, FragmentDelimiter=\" … \"")
                .param("query", query)
                .param("keptBack", keptBack.toArray(String[]::new))
                .param("asking", viewer.username())
                .param("before", before)
                .param("most", most)
                .query((row, number) -> new Found(
                        row.getLong("id"),
                        new PathwayRef(row.getString("pathway_ref")),
                        row.getString("form_id"),
                        row.getString("task"),
                        row.getString("label"),
                        pieces(row.getString("headline")),
                        row.getString("said_by"),
                        row.getTimestamp("said_at").toInstant()))
                .list();
        found.forEach(one -> audit.record(viewer.username(), "text.found", one.pathway(), String.valueOf(one.id())));
        return found;
    }

    private static List<Piece> pieces(String headline) {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        while (at < headline.length()) {
            boolean isMatch = headline.startsWith(FROM, at);
            int start = isMatch ? at + 1 : at;
            int end = headline.indexOf(isMatch ? TO : FROM, start);
            end = end < 0 ? headline.length() : end;
            if (end > start) {
                pieces.add(new Piece(asWritten(headline.substring(start, end)), isMatch));
            }
            at = isMatch ? end + 1 : end;
        }
        return pieces;
    }

    private static String asWritten(String piece) {
        String written = piece;
        for (int i = 0; i < MARKUP.length(); i++) {
            written = written.replace(STAND_INS.charAt(i), MARKUP.charAt(i));
        }
        return written;
    }
}
