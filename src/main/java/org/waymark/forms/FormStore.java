package org.waymark.forms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.forms.Forms.Told;
import org.waymark.forms.Part.Field;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;

/** Versions of definitions, submissions and drafts in our own tables. */
@Component
class FormStore implements SmartInitializingSingleton {

    /** A submission as it lies in the table. */
    record Stored(
            UUID id,
            String formId,
            int version,
            PathwayRef pathway,
            String answers,
            @Nullable String inputSha256,
            String by,
            Instant at) {

        /** Whether this is what was entered; of what was handed in before it was noted nothing else is known. */
        boolean isOf(RawInput input) {
            return inputSha256 == null || inputSha256.equals(input.sha256());
        }
    }

    record Draft(RawInput input, Instant savedAt) {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String SENT =
            "page = :page and submitted_by = :by and form_id = :form and pathway_ref = :pathway and input_sha256 = :input";
    private static final TypeReference<Map<String, List<String>>> INPUT = new TypeReference<>() {};
    private static final TypeReference<Map<String, Object>> ANSWERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final FormDefinitions definitions;
    private final WaymarkClock clock;
    private final TransactionTemplate transaction;
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, FormDefinition> formerDefinitions = new ConcurrentHashMap<>();

    FormStore(
            JdbcClient jdbc, FormDefinitions definitions, WaymarkClock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.definitions = definitions;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Gives each definition of this start its version: the number its text had before, or the next one. */
    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(status -> {
            // Two nodes that start at once would count the same new text twice.
            jdbc.sql("select pg_advisory_xact_lock(hashtextextended('form_version', 0))")
                    .query(rs -> {});
            var known = new HashMap<String, Integer>();
            var last = new HashMap<String, Integer>();
            jdbc.sql("select form_id, version, sha256 from form_version").query(rs -> {
                known.put(rs.getString("form_id") + " " + rs.getString("sha256"), rs.getInt("version"));
                last.merge(rs.getString("form_id"), rs.getInt("version"), Math::max);
            });
            for (FormDefinition definition : definitions.all()) {
                String sha256 = Sha256.of(definition.json());
                Integer version = known.get(definition.id() + " " + sha256);
                if (version == null) {
                    version = last.getOrDefault(definition.id(), 0) + 1;
                    jdbc.sql("""
                                    insert into form_version (form_id, version, sha256, definition, first_seen_at)
                                    values (:form, :version, :sha256, :definition, :at)""")
                            .param("form", definition.id())
                            .param("version", version)
                            .param("sha256", sha256)
                            .param("definition", definition.json())
                            .param("at", utc(clock.instant()))
                            .update();
                }
                versions.put(definition.id(), version);
            }
        });
    }

    /** The version of the definition that this start of the application runs. */
    int version(String formId) {
        Integer version = versions.get(formId);
        if (version == null) {
            throw new IllegalArgumentException("No form is called " + formId);
        }
        return version;
    }

    /** The definition in a version that somebody answered. */
    FormDefinition definition(String formId, int version) {
        if (versions.getOrDefault(formId, 0) == version) {
            return definitions.get(formId);
        }
        return formerDefinitions.computeIfAbsent(
                formId + " " + version,
                key -> FormParser.parse(
                        formId,
                        jdbc.sql("select definition from form_version where form_id = :form and version = :version")
                                .param("form", formId)
                                .param("version", version)
                                .query(String.class)
                                .single()));
    }

    /** Stores what was handed in, and drops the writer's draft of it. */
    Stored submit(
            @Nullable String taskId,
            String formId,
            PathwayRef pathway,
            Answers answers,
            @Nullable RawInput input,
            String by,
            Instant at) {
        var stored = new Stored(
                UUID.randomUUID(),
                formId,
                version(formId),
                pathway,
                write(answers),
                input == null ? null : input.sha256(),
                by,
                at);
        jdbc.sql("""
                        with dropped as (delete from form_draft where task_id = :task and username = :by)
                        insert into form_submission
                            (id, task_id, form_id, version, pathway_ref, answers, input_sha256, submitted_by, submitted_at)
                        values (:id, :task, :form, :version, :pathway, cast(:answers as jsonb), :input, :by, :at)""")
                .param("id", stored.id())
                .param("task", taskId)
                .param("form", formId)
                .param("version", stored.version())
                .param("pathway", pathway.value())
                .param("answers", stored.answers())
                .param("input", stored.inputSha256())
                .param("by", by)
                .param("at", utc(at))
                .update();
        if (taskId != null) {
            SubmittedTasks.remember(taskId);
        }
        return stored;
    }

    Optional<Stored> submissionOf(String taskId) {
        return jdbc.sql("""
                        select id, form_id, version, pathway_ref, answers, input_sha256, submitted_by, submitted_at
                        from form_submission where task_id = :task""")
                .param("task", taskId)
                .query((rs, row) -> new Stored(
                        rs.getObject("id", UUID.class),
                        rs.getString("form_id"),
                        rs.getInt("version"),
                        new PathwayRef(rs.getString("pathway_ref")),
                        rs.getString("answers"),
                        rs.getString("input_sha256"),
                        rs.getString("submitted_by"),
                        rs.getObject("submitted_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** A form of a page as it was sent: which page, and what stands in it. */
    record Sent(UUID page, String formId, PathwayRef pathway, RawInput input, String by) {}

    /** @return false when the same was sent before; waits for one that is being acted on */
    boolean begin(Sent sent, Instant at) {
        return jdbc.sql("""
                        insert into page_submission (page, input_sha256, form_id, pathway_ref, submitted_by, submitted_at)
                        values (:page, :input, :form, :pathway, :by, :at) on conflict do nothing""").params(key(sent)).param("at", utc(at)).update() == 1;
    }

    void tell(Sent sent, Told told) {
        jdbc.sql("update page_submission set told = :told, did = :did where " + SENT)
                .params(key(sent))
                .param("told", told.sentence())
                .param("did", told.did().toArray(String[]::new))
                .update();
    }

    Optional<Told> told(Sent sent) {
        return jdbc.sql("select told, did from page_submission where " + SENT)
                .params(key(sent))
                .query((row, number) -> new Told(row.getString("told"), List.of((String[])
                        row.getArray("did").getArray())))
                .optional();
    }

    private static Map<String, Object> key(Sent sent) {
        return Map.of(
                "page", sent.page(),
                "by", sent.by(),
                "form", sent.formId(),
                "pathway", sent.pathway().value(),
                "input", sent.input().sha256());
    }

    boolean isSubmitted(String taskId) {
        return SubmittedTasks.contains(taskId) || isStored(taskId);
    }

    private boolean isStored(String taskId) {
        return jdbc.sql("select exists (select 1 from form_submission where task_id = :task)")
                .param("task", taskId)
                .query(Boolean.class)
                .single();
    }

    /** @return whether this is the first draft of its kind */
    boolean saveDraft(String taskId, String username, String formId, RawInput input, Instant at) {
        return keepDraft("excluded.input", taskId, username, formId, input, at);
    }

    /**
     * Adds answers to what was saved before, so that two who answer different questions at once keep both.
     *
     * @return whether this is the first draft of its kind
     */
    boolean addToDraft(String taskId, String username, String formId, RawInput input, Instant at) {
        return keepDraft("draft.input || excluded.input", taskId, username, formId, input, at);
    }

    private boolean keepDraft(String kept, String taskId, String username, String formId, RawInput input, Instant at) {
        return jdbc.sql("""
                        insert into form_draft as draft (task_id, username, form_id, version, input, saved_at)
                        values (:task, :username, :form, :version, cast(:input as jsonb), :at)
                        on conflict (task_id, username) do update
                            set version = excluded.version, input = %s, saved_at = excluded.saved_at
                        returning xmax = 0""".formatted(kept))
                .param("task", taskId)
                .param("username", username)
                .param("form", formId)
                .param("version", version(formId))
                .param("input", write(input.values()))
                .param("at", utc(at))
                .query(Boolean.class)
                .single();
    }

    /** Notes that somebody saved a section. */
    void saveSection(String taskId, String username, String section, Instant at) {
        jdbc.sql("""
                        insert into form_section (task_id, username, section, saved_at) values (:task, :username, :section, :at)
                        on conflict (task_id, username, section) do update set saved_at = excluded.saved_at
                        """)
                .param("task", taskId)
                .param("username", username)
                .param("section", section)
                .param("at", utc(at))
                .update();
    }

    /** Notes that an immediate concern was told of; false when this very one was told of before. */
    boolean tellConcern(String taskId, String username, String section, String concern) {
        return jdbc.sql("""
                        update form_section set concern = :concern
                         where task_id = :task and username = :username and section = :section and concern is distinct from :concern
                        """)
                        .param("task", taskId)
                        .param("username", username)
                        .param("section", section)
                        .param("concern", concern)
                        .update()
                == 1;
    }

    /** Whether this concern was told of already, when its section was saved. */
    boolean isConcernTold(String taskId, String username, String concern) {
        return jdbc.sql(
                        "select exists (select 1 from form_section where task_id = :task and username = :username and concern = :concern)")
                .param("task", taskId)
                .param("username", username)
                .param("concern", concern)
                .query(Boolean.class)
                .single();
    }

    /** Notes since when others' answers stand beside a section that was saved. */
    void showOthers(String taskId, String username, String section, Instant at) {
        jdbc.sql("""
                        update form_section set others_shown_at = coalesce(others_shown_at, :at)
                         where task_id = :task and username = :username and section = :section
                        """)
                .param("task", taskId)
                .param("username", username)
                .param("section", section)
                .param("at", utc(at))
                .update();
    }

    /** The sections that this user has saved, and whether others' answers have been shown beside them. */
    Map<String, Boolean> sections(String taskId, String username) {
        var sections = new HashMap<String, Boolean>();
        jdbc.sql(
                        "select section, others_shown_at is not null as shown from form_section where task_id = :task and username = :username")
                .param("task", taskId)
                .param("username", username)
                .query(row -> {
                    sections.put(row.getString("section"), row.getBoolean("shown"));
                });
        return sections;
    }

    /** When this user's drafts of the tasks were last saved, by task id. */
    Map<String, Instant> draftsSavedAt(String username, Collection<String> taskIds) {
        var saved = new HashMap<String, Instant>();
        jdbc.sql("select task_id, saved_at from form_draft where username = :username and task_id = any(:tasks)")
                .param("username", username)
                .param("tasks", taskIds.toArray(String[]::new))
                .query(row -> {
                    saved.put(
                            row.getString("task_id"),
                            row.getTimestamp("saved_at").toInstant());
                });
        return saved;
    }

    boolean hasDrafts(Collection<String> taskIds) {
        return jdbc.sql("select exists (select 1 from form_draft where task_id = any(:tasks))")
                .param("tasks", taskIds.toArray(String[]::new))
                .query(Boolean.class)
                .single();
    }

    Optional<Draft> draft(String taskId, String username) {
        return jdbc.sql("select input, saved_at from form_draft where task_id = :task and username = :username")
                .param("task", taskId)
                .param("username", username)
                .query((rs, row) -> new Draft(
                        new RawInput(read(rs.getString("input"), INPUT)),
                        rs.getObject("saved_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    private static String write(Answers answers) {
        var plain = new LinkedHashMap<String, Object>();
        answers.values().forEach((key, value) -> plain.put(key, value instanceof LocalDate ? value.toString() : value));
        return write(plain);
    }

    /** Reads answers back in the types that the definition they answered gives them. */
    Answers answers(Stored stored) {
        Map<String, Object> plain = read(stored.answers(), ANSWERS);
        var answers = new LinkedHashMap<String, Object>();
        for (Field field : definition(stored.formId(), stored.version()).fields()) {
            Object value = plain.get(field.key());
            if (value != null) {
                answers.put(
                        field.key(),
                        switch (field.type()) {
                            case DATE -> LocalDate.parse((String) value);
                            case NUMBER -> new BigDecimal(value.toString());
                            default -> value;
                        });
            }
        }
        return new Answers(answers);
    }

    private static String write(Map<String, ?> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            // Without its cause, whose text would quote what people wrote.
            throw new IllegalStateException("What was stored cannot be read");
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
