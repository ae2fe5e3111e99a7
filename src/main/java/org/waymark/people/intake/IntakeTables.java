package org.waymark.people.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.LikelyDuplicate.Likeness;
import org.waymark.people.intake.IntakeFile.Counts;
import org.waymark.people.intake.IntakeFile.RowState;
import org.waymark.people.intake.IntakeFile.State;
import org.waymark.people.intake.IntakeRow.Finding;
import org.waymark.people.intake.IntakeRow.Resemblance;

/** The tables intake_file and intake_row. */
@Component
class IntakeTables {

    /** A file holds names, so it is for the one who uploaded it and for the coordinators who receive its people. */
    private static final String MAY_SEE =
            "(f.uploaded_by = :viewerName or (:viewerCoordinates and f.receiving_organisation = :viewerOrganisation))";

    private static final String WITH_COUNTS = """
            select f.*, c.ready, c.duplicate, c.known, c.refused, c.created from intake_file f
            cross join lateral (
                select count(*) filter (where r.state = 'READY') as ready,
                    count(*) filter (where r.state = 'DUPLICATE') as duplicate,
                    count(*) filter (where r.state = 'KNOWN') as known,
                    count(*) filter (where r.state = 'REFUSED') as refused,
                    count(*) filter (where r.state = 'CREATED') as created
                from intake_row r where r.file_id = f.id) c
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    IntakeTables(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    void insert(IntakeFile file) {
        jdbc.sql("""
                insert into intake_file (id, name, receiving_organisation, header, state, row_count, uploaded_at, uploaded_by)
                values (:id, :name, :organisation, :header, 'CHECKED', 0, :at, :by)
                """)
                .param("id", file.id())
                .param("name", file.name())
                .param("organisation", file.receivingOrganisation())
                .param("header", file.header().toArray(String[]::new))
                .param("at", utc(file.uploadedAt()))
                .param("by", file.uploadedBy())
                .update();
    }

    void insert(UUID file, List<IntakeRow> rows) {
        template.batchUpdate("""
                insert into intake_row
                    (state, problems, likeness, like_line, like_organisation, pathway_ref, cells, file_id, line)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, rows, rows.size(), (ps, row) -> {
            setFindings(ps, row);
            ps.setArray(7, array(ps, row.cells()));
            ps.setObject(8, file);
            ps.setInt(9, row.line());
        });
    }

    void update(UUID file, List<IntakeRow> rows) {
        template.batchUpdate("""
                update intake_row
                set state = ?, problems = ?, likeness = ?, like_line = ?, like_organisation = ?, pathway_ref = ?
                where file_id = ? and line = ?
                """, rows, rows.size(), (ps, row) -> {
            setFindings(ps, row);
            ps.setObject(7, file);
            ps.setInt(8, row.line());
        });
    }

    private static void setFindings(java.sql.PreparedStatement ps, IntakeRow row) throws SQLException {
        Resemblance like = row.like();
        ps.setString(1, row.state().name());
        ps.setArray(2, array(ps, row.problems().stream().map(Finding::written).toList()));
        ps.setString(3, like == null ? null : like.likeness().name());
        ps.setObject(4, like == null ? null : like.line(), java.sql.Types.INTEGER);
        ps.setString(5, like == null ? null : like.organisation());
        ps.setString(6, row.pathway() == null ? null : row.pathway().value());
    }

    private static java.sql.Array array(java.sql.PreparedStatement ps, List<String> texts) throws SQLException {
        return ps.getConnection().createArrayOf("text", texts.toArray());
    }

    /** Keeps the counts with the file, where they outlive the rows. */
    void keepCounts(UUID file) {
        jdbc.sql("""
                update intake_file f set (row_count, ready_count, duplicate_count, known_count, refused_count, created_count) = (
                    select count(*), count(*) filter (where r.state = 'READY'), count(*) filter (where r.state = 'DUPLICATE'),
                        count(*) filter (where r.state = 'KNOWN'), count(*) filter (where r.state = 'REFUSED'),
                        count(*) filter (where r.state = 'CREATED')
                    from intake_row r where r.file_id = f.id)
                where f.id = :file
                """).param("file", file).update();
    }

    Optional<IntakeFile> file(Viewer viewer, UUID file) {
        return jdbc.sql(WITH_COUNTS + " where f.id = :file and " + MAY_SEE)
                .param("file", file)
                .param("viewerName", viewer.username())
                .param("viewerCoordinates", viewer.has(Role.COORDINATOR))
                .param("viewerOrganisation", String.valueOf(viewer.organisation()))
                .query((rs, row) -> file(rs, true))
                .optional();
    }

    List<IntakeFile> files(Viewer viewer, int limit) {
        return jdbc.sql("select f.* from intake_file f where " + MAY_SEE
                        + " order by f.uploaded_at desc, f.id limit :limit")
                .param("limit", limit)
                .param("viewerName", viewer.username())
                .param("viewerCoordinates", viewer.has(Role.COORDINATOR))
                .param("viewerOrganisation", String.valueOf(viewer.organisation()))
                .query((rs, row) -> file(rs, false))
                .list();
    }

    /** Locks the running file for this transaction, so that two nodes take turns; empty when it no longer runs. */
    Optional<IntakeFile> lockRunning(UUID file) {
        return jdbc.sql("select f.* from intake_file f where f.id = :file and f.state = 'RUNNING' for update")
                .param("file", file)
                .query((rs, row) -> file(rs, false))
                .optional();
    }

    Optional<UUID> nextRunning() {
        return jdbc.sql("select id from intake_file where state = 'RUNNING' order by started_at, id limit 1")
                .query(UUID.class)
                .optional();
    }

    /** @return whether it was still waiting to be started */
    boolean start(UUID file, String by, @Nullable String duplicateReason, Instant at) {
        return jdbc.sql("""
                        update intake_file set state = 'RUNNING', started_at = :at, started_by = :by, duplicate_reason = :reason
                        where id = :file and state = 'CHECKED'
                        """)
                        .param("at", utc(at))
                        .param("by", by)
                        .param("reason", duplicateReason)
                        .param("file", file)
                        .update()
                == 1;
    }

    /** Likely duplicates that are to be brought in too wait like all others from now on. */
    void readyDuplicates(UUID file) {
        jdbc.sql("""
                update intake_row set state = 'READY', likeness = null, like_line = null, like_organisation = null,
                    pathway_ref = null
                where file_id = :file and state = 'DUPLICATE'
                """).param("file", file).update();
    }

    void end(UUID file, State state, Instant at) {
        jdbc.sql("update intake_file set state = :state, ended_at = :at where id = :file")
                .param("state", state.name())
                .param("at", utc(at))
                .param("file", file)
                .update();
    }

    List<IntakeRow> rows(UUID file, List<RowState> states, int afterLine, int limit) {
        return jdbc.sql("""
                        select * from intake_row where file_id = :file and state in (:states) and line > :after
                        order by line limit :limit
                        """)
                .param("file", file)
                .param("states", states.stream().map(RowState::name).toList())
                .param("after", afterLine)
                .param("limit", limit)
                .query((rs, row) -> row(rs))
                .list();
    }

    /** Rows of files that were uploaded before the day, however far they came; what they held is gone for good. */
    int deleteRowsBefore(Instant day, Instant at) {
        List<UUID> old = jdbc.sql("""
                        select id from intake_file
                        where uploaded_at < :day and rows_deleted_at is null and state <> 'RUNNING' for update skip locked
                        """).param("day", utc(day)).query(UUID.class).list();
        for (UUID file : old) {
            keepCounts(file);
            jdbc.sql("delete from intake_row where file_id = :file")
                    .param("file", file)
                    .update();
            jdbc.sql("""
                    update intake_file set rows_deleted_at = :at, header = '{}', duplicate_reason = null,
                        state = case state when 'CHECKED' then 'DISCARDED' else state end
                    where id = :file
                    """).param("at", utc(at)).param("file", file).update();
        }
        return old.size();
    }

    private static IntakeFile file(ResultSet rs, boolean isCounted) throws SQLException {
        String kept = isCounted ? "" : "_count";
        return new IntakeFile(
                rs.getObject("id", UUID.class),
                rs.getString("name"),
                rs.getString("receiving_organisation"),
                texts(rs, "header"),
                State.valueOf(rs.getString("state")),
                rs.getObject("rows_deleted_at") == null && isCounted ? counts(rs, kept) : counts(rs, "_count"),
                rs.getString("duplicate_reason"),
                instant(rs, "uploaded_at"),
                rs.getString("uploaded_by"),
                instantOrNull(rs, "started_at"),
                rs.getString("started_by"),
                instantOrNull(rs, "ended_at"),
                instantOrNull(rs, "rows_deleted_at"));
    }

    private static Counts counts(ResultSet rs, String suffix) throws SQLException {
        return new Counts(
                rs.getInt("ready" + suffix),
                rs.getInt("duplicate" + suffix),
                rs.getInt("known" + suffix),
                rs.getInt("refused" + suffix),
                rs.getInt("created" + suffix));
    }

    private static IntakeRow row(ResultSet rs) throws SQLException {
        String likeness = rs.getString("likeness");
        String pathway = rs.getString("pathway_ref");
        return new IntakeRow(
                rs.getInt("line"),
                RowState.valueOf(rs.getString("state")),
                texts(rs, "cells"),
                texts(rs, "problems").stream().map(Finding::read).toList(),
                likeness == null
                        ? null
                        : new Resemblance(
                                Likeness.valueOf(likeness),
                                rs.getObject("like_line", Integer.class),
                                rs.getString("like_organisation")),
                pathway == null ? null : new PathwayRef(pathway));
    }

    private static List<String> texts(ResultSet rs, String column) throws SQLException {
        return Arrays.asList((String[]) rs.getArray(column).getArray());
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet rs, String column) throws SQLException {
        OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
