package org.waymark.workflow.models;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.migration.MigrationPlanValidationException;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.background.BackgroundRunner;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.models.Moves.Move;

@Service
class EngineModelVersions implements ModelVersions {

    /** Who holds a token where, and who is on a version at all; a run that is at several steps counts once for the latter. */
    private static final String STANDING = """
            select d.key_ as process, d.version_ as version, split_part(x.act_id_, '#', 1) as element,
                   count(distinct e.pathway_ref) as people, count(distinct i.id_) as incidents,
                   min(cast(i.incident_timestamp_ as timestamptz)) as oldest
              from act_ru_execution x
              join act_re_procdef d on d.id_ = x.proc_def_id_
              join episode e on e.process_instance_id = x.proc_inst_id_
              left join act_ru_incident i on i.execution_id_ = x.id_
             where x.is_active_ and x.act_id_ is not null
             group by grouping sets ((d.key_, d.version_, split_part(x.act_id_, '#', 1)), (d.key_, d.version_))
            """;

    private static final String DEFINITIONS = """
            select d.id_, d.key_, d.version_, d.version_tag_, cast(p.deploy_time_ as timestamptz) as since
              from act_re_procdef d join act_re_deployment p on p.id_ = d.deployment_id_
             order by d.key_, d.version_ desc
            """;

    private final JdbcClient jdbc;
    private final RepositoryService repository;
    private final Mover mover;
    private final RoundTables tables;
    private final RoundWork work;
    private final BackgroundRunner background;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    EngineModelVersions(
            JdbcClient jdbc,
            RepositoryService repository,
            Mover mover,
            RoundTables tables,
            RoundWork work,
            BackgroundRunner background,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock) {
        this.jdbc = jdbc;
        this.repository = repository;
        this.mover = mover;
        this.tables = tables;
        this.work = work;
        this.background = background;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    private record At(
            String process,
            int version,
            @Nullable String element,
            long people,
            long incidents,
            @Nullable Instant oldest) {}

    private record Definition(
            String id,
            String process,
            int version,
            @Nullable String tag,
            Instant since) {}

    @Override
    @Transactional
    public List<Standing> standings(Viewer viewer) {
        requireOperator(viewer, "models.viewed");
        audit.record(viewer.username(), "models.viewed", null, null);
        return standings();
    }

    private List<Standing> standings() {
        Map<String, List<At>> standing = new HashMap<>();
        jdbc.sql(STANDING)
                .query((row, number) -> new At(
                        row.getString("process"),
                        row.getInt("version"),
                        row.getString("element"),
                        row.getLong("people"),
                        row.getLong("incidents"),
                        row.getTimestamp("oldest") == null
                                ? null
                                : row.getTimestamp("oldest").toInstant()))
                .list()
                .forEach(at -> standing.computeIfAbsent(key(at.process(), at.version()), k -> new ArrayList<>())
                        .add(at));
        Map<String, List<Version>> models = new LinkedHashMap<>();
        definitions().forEach(definition -> {
            List<Version> versions = models.computeIfAbsent(definition.process(), k -> new ArrayList<>());
            List<At> here = standing.getOrDefault(key(definition.process(), definition.version()), List.of());
            if (versions.isEmpty() || !here.isEmpty()) {
                versions.add(version(definition, here));
            }
        });
        return models.entrySet().stream()
                .map(model -> new Standing(model.getKey(), model.getValue()))
                .toList();
    }

    private List<Definition> definitions() {
        return jdbc.sql(DEFINITIONS)
                .query((row, number) -> new Definition(
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getString(4),
                        row.getTimestamp(5).toInstant()))
                .list();
    }

    private static String key(String process, int version) {
        return process + ":" + version;
    }

    private Version version(Definition definition, List<At> here) {
        Map<String, At> byElement = new HashMap<>();
        here.forEach(at -> byElement.put(at.element() == null ? "" : at.element(), at));
        At all = byElement.remove("");
        List<Step> steps = new ArrayList<>();
        if (!byElement.isEmpty()) {
            for (FlowNode node : ModelChange.inOrder(repository.getBpmnModelInstance(definition.id()))) {
                At at = byElement.get(node.getId());
                if (at != null) {
                    steps.add(new Step(node.getId(), ModelChange.name(node), at.people(), at.incidents(), at.oldest()));
                }
            }
        }
        return new Version(
                definition.process(),
                definition.version(),
                definition.tag(),
                definition.since(),
                all == null ? 0 : all.people(),
                steps);
    }

    @Override
    @Transactional
    public Plan plan(Viewer viewer, String process, int version) {
        requireOperator(viewer, "models.viewed");
        audit.record(viewer.username(), "models.viewed", null, key(process, version));
        return plan(process, version);
    }

    private Plan plan(String process, int number) {
        List<Version> versions = standings().stream()
                .filter(model -> model.process().equals(process))
                .flatMap(model -> model.versions().stream())
                .toList();
        Version from = versions.stream()
                .skip(1)
                .filter(version -> version.number() == number)
                .findFirst()
                .orElseThrow(NotVisible::new);
        Version to = versions.get(0);
        ModelChange change = mover.change(process, number, to.number());
        Map<String, Long> people = new LinkedHashMap<>();
        from.steps().forEach(step -> people.put(step.element(), step.people()));
        Set<String> elements = new LinkedHashSet<>(change.waits());
        elements.addAll(people.keySet());
        List<Way> ways = elements.stream()
                .map(element -> way(change, element, people.getOrDefault(element, 0L)))
                .toList();
        return new Plan(process, from, to, ways, change.timers(), problems(process, number, to.number()));
    }

    private static Way way(ModelChange change, String element, long people) {
        Fate fate = change.fate(element);
        FlowNode to = fate == Fate.GOES_ON ? change.goesTo(element) : null;
        Move move = change.move(element);
        return new Way(
                element,
                change.name(element),
                people,
                fate,
                to == null ? null : ModelChange.name(to),
                move == null ? null : move.because());
    }

    private List<String> problems(String process, int from, int to) {
        try {
            mover.way(process, from, to);
            return List.of();
        } catch (MigrationPlanValidationException e) {
            return e.getValidationReport().getInstructionReports().stream()
                    .flatMap(report -> report.getFailures().stream()
                            .map(failure -> report.getMigrationInstruction().getSourceActivityId() + ": " + failure))
                    .toList();
        }
    }

    @Override
    @Transactional
    public UUID begin(Viewer viewer, String process, int version, Kind kind) {
        requireOperator(viewer, "modelRound.started");
        Plan plan = plan(process, version);
        if (!plan.isSound()) {
            throw new Refused("models.orphans");
        }
        int latest = plan.to().number();
        if (kind == Kind.MOVE && !tables.isTried(process, version, latest)) {
            throw new Refused("models.notTried");
        }
        UUID id = UUID.randomUUID();
        if (!tables.begin(id, process, version, latest, kind, viewer.username(), clock.instant())) {
            return tables.running(process).orElseThrow(() -> new Refused("models.lookAgain"));
        }
        audit.record(viewer.username(), "modelRound.started", null, id.toString());
        background.wake(work);
        return id;
    }

    @Override
    @Transactional
    public void stop(Viewer viewer, UUID round) {
        requireOperator(viewer, "modelRound.stopped");
        if (tables.end(round, State.STOPPED, clock.instant())) {
            audit.record(viewer.username(), "modelRound.stopped", null, round.toString());
        }
    }

    @Override
    @Transactional
    public Round round(Viewer viewer, UUID round) {
        requireOperator(viewer, "modelRound.viewed");
        audit.record(viewer.username(), "modelRound.viewed", null, round.toString());
        return tables.round(round).orElseThrow(NotVisible::new);
    }

    @Override
    @Transactional(readOnly = true)
    public Round progress(Viewer viewer, UUID round) {
        requireOperator(viewer, "modelRound.viewed");
        return tables.round(round).orElseThrow(NotVisible::new);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Failure> failures(Viewer viewer, UUID round, int most) {
        requireOperator(viewer, "modelRound.viewed");
        return tables.failures(round, most);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Round> rounds(Viewer viewer, int most) {
        requireOperator(viewer, "models.viewed");
        return tables.rounds(most);
    }

    private void requireOperator(Viewer viewer, String action) {
        access.requireRole(viewer, action, Role.OPERATOR);
    }
}
