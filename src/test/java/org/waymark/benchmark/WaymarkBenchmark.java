package org.waymark.benchmark;

import static org.waymark.benchmark.Figures.heading;
import static org.waymark.benchmark.Figures.measure;
import static org.waymark.benchmark.Figures.milliseconds;
import static org.waymark.benchmark.Figures.print;
import static org.waymark.benchmark.Figures.say;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.Waymark;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.benchmark.Figures.Lane;
import org.waymark.forms.Forms;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.referral.Referral.AgreedBy;
import org.waymark.referral.Referral.Priority;
import org.waymark.referral.Referrals;
import org.waymark.referral.ServiceDirectory;
import org.waymark.rules.Rules;
import org.waymark.rules.TableProposals;
import org.waymark.rules.TableTrial;
import org.waymark.rules.TableTrials;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;
import org.waymark.workflow.Worklist.Filter;
import org.waymark.workflow.Worklist.View;

/**
 * The figures of the application as it runs: its own durable PostgreSQL, the sample alliance, 10 000 imported people and
 * more, one JVM. Run by {@code mvn -Pbenchmark test} alone.
 */
class WaymarkBenchmark {

    private static final Path DATA = Path.of("target", "benchmark");
    private static final int ROWS = 10_000;
    private static final int PAGE = 25;
    private static final int EVALUATIONS = 5_000;
    private static final String REFERRAL = "partner-referral";

    private final RoundTrips roundTrips = new RoundTrips();

    @Test
    void measures() throws Exception {
        Folders.delete(DATA);
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Waymark.class)
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(roundTrips))
                .run(
                        "--waymark.port=0",
                        "--waymark.data=" + DATA,
                        "--waymark.db.url=",
                        "--waymark.sample=true",
                        "--waymark.sample.people=0")) {
            var bench = new Running(application, roundTrips);
            bench.describe();
            bench.importsAndWorklist();
            bench.completions();
            bench.trials();
        }
        starts();
        Folders.delete(DATA);
    }

    /** With all that the runs before have left in the database. */
    private static void starts() throws IOException, InterruptedException {
        OwnProcess.startAndStop(DATA);
        var starts = new ArrayList<Double>();
        var onProcessors = new ArrayList<Double>();
        var stops = new ArrayList<Double>();
        for (int run = 0; run < Figures.RUNS; run++) {
            OwnProcess.Times times = OwnProcess.startAndStop(DATA);
            starts.add(times.start());
            onProcessors.add(times.startOnProcessors());
            stops.add(times.stop());
        }
        heading(
                "Start with this database, in a process of its own from the built classes; the first start is thrown away");
        print("until \"Waymark is ready\"", "s", starts);
        print("processor time until then, which other load does not change much", "s", onProcessors);
        print("stop, from the signal to the end of the process", "s", stops);
    }

    /** What is measured in the running application. */
    private static final class Running {

        private final ConfigurableApplicationContext application;
        private final RoundTrips roundTrips;
        private final JdbcClient jdbc;
        private final Worklist worklist;
        private final Forms forms;
        private final Referrals referrals;
        private final CurrentViewer current;
        private final Viewer coordinator;
        private final Viewer partner;
        private final PageVisitor browser;

        Running(ConfigurableApplicationContext application, RoundTrips roundTrips) {
            this.application = application;
            this.roundTrips = roundTrips;
            jdbc = application.getBean(JdbcClient.class);
            worklist = application.getBean(Worklist.class);
            forms = application.getBean(Forms.class);
            referrals = application.getBean(Referrals.class);
            current = application.getBean(CurrentViewer.class);
            coordinator = staff("coordinator");
            partner = staff("partner");
            browser = new PageVisitor(
                    ((WebServerApplicationContext) application).getWebServer().getPort(),
                    "coordinator",
                    "waymark-sample");
        }

        private Viewer staff(String username) {
            return application
                    .getBean(Directory.class)
                    .staffMember(username)
                    .orElseThrow()
                    .asViewer();
        }

        void describe() {
            heading("Waymark benchmark");
            say("  Java " + System.getProperty("java.vm.version") + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors, heap up to "
                    + Runtime.getRuntime().maxMemory() / 1_000_000 + " MB");
            say("  Spring Boot " + SpringBootVersion.getVersion() + ", Camunda "
                    + ProcessEngine.class.getPackage().getImplementationVersion() + ", history level "
                    + application.getEnvironment().getProperty("camunda.bpm.history-level"));
            say("  " + jdbc.sql("select version()").query(String.class).single());
            for (String setting :
                    List.of("fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_connections")) {
                say("  " + setting + " = "
                        + jdbc.sql("select current_setting(:name)")
                                .param("name", setting)
                                .query(String.class)
                                .single());
            }
            say("  Load: the sample alliance, then " + ROWS + " people a run by import; each figure is the median of "
                    + Figures.RUNS + " runs after a warm-up (minimum to maximum).");
            say("  All JDBC goes through a counting proxy.");
        }

        // ------------------------------------------------------------------ import, worklist

        /** The worklist is measured after the first run, when its 10 000 people wait for a coordinator. */
        void importsAndWorklist() {
            var sheets = new ReferralSheets();
            importOf(sheets.next(500));
            var checks = new ArrayList<Double>();
            var runs = new ArrayList<Double>();
            var totals = new ArrayList<Double>();
            for (int run = 0; run < Figures.RUNS; run++) {
                double[] seconds = importOf(sheets.next(ROWS));
                checks.add(seconds[0]);
                runs.add(seconds[1]);
                totals.add(seconds[0] + seconds[1]);
                if (run == 0) {
                    worklist();
                }
            }
            heading("Import of " + ROWS
                    + " rows over HTTP; 500 rows before as a warm-up, each run on top of those before");
            print("check (dry run)", "s", checks);
            print("run", "s", runs);
            print("both", "s", totals);
            say("  people now: " + count("select count(*) from person") + ", open tasks: "
                    + count("select count(*) from work_item where state = 'OPEN'") + ", left out as likely duplicates: "
                    + count("select count(*) from intake_row where state = 'DUPLICATE'"));
        }

        private double[] importOf(String csv) {
            long start = System.nanoTime();
            String file = browser.upload("/import", csv, browser.token("/import"));
            double check = (System.nanoTime() - start) / 1e9;
            String token = browser.token(file);
            start = System.nanoTime();
            browser.post(file + "/run", Map.of("duplicates", "leave"), token);
            // Somebody at the page sees the end by asking, and so does this; to ask more often would slow what is
            // measured.
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(100))
                    .atMost(Duration.ofHours(1))
                    .until(() -> browser.isImported(file));
            return new double[] {check, (System.nanoTime() - start) / 1e9};
        }

        // ------------------------------------------------------------------ a table tried

        /** What the sample has on record of the largest table, over and over until there is enough of it. */
        void trials() {
            String decision = "referral-routing";
            jdbc.sql("""
                            insert into decision_evaluation (pathway_ref, decision, version, inputs, matched_rules, reasons, outputs, at, by)
                            select e.pathway_ref, e.decision, e.version, e.inputs, e.matched_rules, e.reasons, e.outputs, e.at, e.by
                              from decision_evaluation e, generate_series(1, :evaluations)
                             where e.decision = :decision
                             limit greatest(0, :evaluations - (select count(*) from decision_evaluation where decision = :decision))
                            """)
                    .param("decision", decision)
                    .param("evaluations", EVALUATIONS)
                    .update();
            Viewer owner = staff("clinical-lead");
            var trials = application.getBean(TableTrials.class);
            var proposals = application.getBean(TableProposals.class);
            int inForce = application
                    .getBean(Rules.class)
                    .of(owner, decision)
                    .inForce()
                    .number();
            UUID proposal = proposals.begin(owner, decision, inForce, "Benchmark", "As it is");
            measure(
                    "A table tried unchanged on " + EVALUATIONS + " evaluations of " + decision,
                    new Lane("from the button to its end", "s", () -> {
                        long start = System.nanoTime();
                        UUID trial = trials.begin(owner, proposal);
                        Awaitility.await()
                                .pollInterval(Duration.ofMillis(50))
                                .atMost(Duration.ofMinutes(10))
                                .until(() -> trials.progress(owner, trial).state() != TableTrial.State.RUNNING);
                        return (System.nanoTime() - start) / 1e9;
                    }));
            say("  would come out otherwise: " + count("select count(*) from table_trial_shift"));
        }

        private long count(String sql) {
            return jdbc.sql(sql).query(Long.class).single();
        }

        private void worklist() {
            jdbc.sql("analyze").update();
            long open = count("select count(*) from work_item where state = 'OPEN'");
            TaskService engine = application.getBean(TaskService.class);
            Worklist.Key middle = jdbc.sql("""
                            select due_at, task_id from work_item where state = 'OPEN' and group_name = 'dougie-mac.coordinator'
                             order by due_sort, task_id offset 5000 limit 1
                            """)
                    .query((row, number) -> new Worklist.Key(row.getTimestamp(1).toInstant(), row.getString(2)))
                    .single();
            measure(
                    "Worklist with " + open
                            + " open tasks, nearly all of them on the list that is asked for; median of 100 calls",
                    new Lane("Worklist.page, first page of " + PAGE, "ms", () -> milliseconds(100, () -> page(null))),
                    new Lane(
                            "engine's task query, the same page",
                            "ms",
                            () -> milliseconds(
                                    100,
                                    () -> team(engine).orderByDueDate().asc().listPage(0, PAGE))),
                    new Lane("Worklist.page, from the middle", "ms", () -> milliseconds(100, () -> page(middle))),
                    new Lane(
                            "engine's task query, from the middle",
                            "ms",
                            () -> milliseconds(
                                    100,
                                    () -> team(engine).orderByDueDate().asc().listPage(5000, PAGE))),
                    new Lane(
                            "Worklist.counts, all five views",
                            "ms",
                            () -> milliseconds(100, () -> worklist.counts(coordinator))),
                    new Lane(
                            "engine's task query, five counts",
                            "ms",
                            () -> milliseconds(20, () -> engineCounts(engine))),
                    new Lane(
                            "GET /worklist?view=TEAM over HTTP, the whole page",
                            "ms",
                            () -> milliseconds(100, () -> browser.get("/worklist?view=TEAM"))));
        }

        private void page(Worklist.@Nullable Key after) {
            Worklist.Page page = worklist.page(coordinator, View.TEAM, Filter.NONE, after, PAGE);
            if (page.items().size() != PAGE) {
                throw new IllegalStateException("Not a full page");
            }
        }

        private TaskQuery team(TaskService engine) {
            return engine.createTaskQuery()
                    .taskCandidateGroupIn(coordinator.groups())
                    .includeAssignedTasks();
        }

        /** Everything that is this coordinator's is the group's too, which spares the engine the harder question. */
        private void engineCounts(TaskService engine) {
            var at = application.getBean(WaymarkClock.class).instant();
            var now = Date.from(at);
            var week = Date.from(at.plus(Duration.ofDays(7)));
            engine.createTaskQuery().taskAssignee(coordinator.username()).count();
            team(engine).count();
            team(engine).dueBefore(now).count();
            team(engine).dueAfter(now).dueBefore(week).count();
            team(engine).withoutDueDate().count();
        }

        // ------------------------------------------------------------------ completions

        private final List<Step> steps = List.of(
                new Step("respond-to-referral", Map.of("answer", "ACCEPTED"), Map.of("answer", "ACCEPTED")),
                new Step("make-first-contact", firstContact(), Map.of()),
                new Step(
                        "report-outcome",
                        Map.of("result", "HELPED", "outcomeNote", "It helped.", "followUp", "ENDED"),
                        Map.of()),
                new Step("read-outcome", Map.of("furtherNeed", "NO"), Map.of()));

        /** One task: what is handed in to Waymark, and what the engine alone is given. */
        private record Step(String form, Map<String, String> answers, Map<String, Object> variables) {

            Map<String, List<String>> parameters() {
                return answers.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, answer -> List.of(answer.getValue())));
            }
        }

        private static Map<String, String> firstContact() {
            var today = LocalDate.now(java.time.ZoneId.of("Europe/London"));
            var answers = new LinkedHashMap<String, String>();
            answers.put("contactOn-day", String.valueOf(today.getDayOfMonth()));
            answers.put("contactOn-month", String.valueOf(today.getMonthValue()));
            answers.put("contactOn-year", String.valueOf(today.getYear()));
            answers.put("how", "VISIT");
            answers.put("spokeWith", "PERSON");
            answers.put("immediateConcern", "NO");
            return answers;
        }

        void completions() throws SQLException {
            var details = application.getBean(JdbcConnectionDetails.class);
            String server = details.getJdbcUrl().replaceFirst("/[^/]+$", "");
            try (var ourWay = new RawEngine(true, server, details.getUsername(), details.getPassword(), roundTrips);
                    var full = new RawEngine(false, server, details.getUsername(), details.getPassword(), roundTrips)) {
                List<Long> ours = List.of();
                List<Long> same = List.of();
                List<Long> most = List.of();
                // Twice: the first time reads what is in memory afterwards.
                for (int i = 0; i < 2; i++) {
                    ours = throughForms();
                    same = through(ourWay);
                    most = through(full);
                }
                heading(
                        "JDBC executions for completing a task, through Forms.submit and by the engine alone on the same model");
                say(String.format(
                        "  %-24s %8s %18s %14s %8s", "form", "Waymark", "engine, our way", "engine, full", "beyond"));
                for (int i = 0; i < steps.size(); i++) {
                    say(String.format(
                            "  %-24s %8d %18d %14d %8d",
                            steps.get(i).form(), ours.get(i), same.get(i), most.get(i), ours.get(i) - same.get(i)));
                }
                nameCoordinator(ourWay);
                measure(
                        "Time to complete a task, one referral of four tasks a call, median of 50 calls",
                        new Lane(
                                "Waymark, Forms.submit",
                                "ms",
                                () -> milliseconds(50, this::throughForms) / steps.size()),
                        new Lane(
                                "engine alone, with our settings",
                                "ms",
                                () -> milliseconds(50, () -> through(ourWay)) / steps.size()),
                        new Lane(
                                "engine alone, as it comes (history full)",
                                "ms",
                                () -> milliseconds(50, () -> through(full)) / steps.size()));
                say("  Each includes sending or starting the referral and finding its task; ours also opens the form.");
            }
        }

        /** A task of the pathway itself, whose handler writes the coordinator, a relationship and a line of the timeline. */
        private void nameCoordinator(RawEngine raw) {
            long ours = 0;
            long engine = 0;
            for (int i = 0; i < 2; i++) {
                WorkItem task = worklist.page(
                                coordinator,
                                View.TEAM,
                                new Filter("dementia-pathway", "UserTask_NameCoordinator", null),
                                null,
                                1)
                        .items()
                        .get(0);
                ours = submit(coordinator, task, Map.of("coordinator", List.of("coordinator")));
                String instance = raw.start(
                        "dementia-pathway",
                        Map.of(
                                "pathwayRef",
                                "WM-2222-2222",
                                "receivingOrganisation",
                                "dougie-mac",
                                "coordinatorOrganisation",
                                "dougie-mac",
                                "isReopened",
                                false));
                Task open = raw.openTask(instance);
                engine = roundTrips.of(() -> raw.complete(
                        open, Map.of("coordinator", "coordinator", "coordinatorOrganisation", "dougie-mac")));
            }
            say(String.format("  %-24s %8d %18d %14s %8d", "name-coordinator", ours, engine, "", ours - engine));
        }

        private List<Long> throughForms() {
            var pathway = new PathwayRef(jdbc.sql("""
                            select pathway_ref from pathway where coordinator = 'coordinator' and ended_at is null
                             order by opened_at, pathway_ref limit 1
                            """).query(String.class).single());
            String service = application.getBean(ServiceDirectory.class).providing("FALLS_SERVICE").stream()
                    .findFirst()
                    .orElseThrow()
                    .id();
            String referral = current.as(
                    coordinator,
                    () -> referrals.send(
                            coordinator,
                            new Referrals.NewReferral(
                                    pathway,
                                    service,
                                    Priority.ROUTINE,
                                    List.of("Measured."),
                                    AgreedBy.PERSON,
                                    null,
                                    null,
                                    "coordinator",
                                    "dougie-mac",
                                    null)));
            var costs = new ArrayList<Long>();
            for (Step step : steps) {
                WorkItem task = worklist.openOf(Viewer.SYSTEM, pathway).stream()
                        .filter(open -> open.record().equals(referral))
                        .findFirst()
                        .orElseThrow();
                costs.add(submit(step.form().equals("read-outcome") ? coordinator : partner, task, step.parameters()));
            }
            return costs;
        }

        /** The form is opened first, as by anybody who fills it in; that does not count. */
        private long submit(Viewer by, WorkItem task, Map<String, List<String>> parameters) {
            current.as(by, () -> forms.open(by, task));
            return roundTrips.of(() -> {
                Forms.Result result = current.as(by, () -> forms.submit(by, task.taskId(), parameters));
                if (!(result instanceof Forms.Done)) {
                    throw new IllegalStateException("Not handed in: " + task.formId() + " " + result);
                }
            });
        }

        private List<Long> through(RawEngine raw) {
            String instance = raw.start(
                    REFERRAL,
                    Map.of(
                            "pathwayRef",
                            "WM-2222-2222",
                            "referralId",
                            "record",
                            "organisation",
                            "community-trust",
                            "role",
                            "partner",
                            "priority",
                            "ROUTINE",
                            "coordinator",
                            "coordinator",
                            "coordinatorOrganisation",
                            "dougie-mac",
                            "sender",
                            "coordinator",
                            "senderOrganisation",
                            "dougie-mac"));
            var costs = new ArrayList<Long>();
            for (Step step : steps) {
                Task task = raw.openTask(instance);
                costs.add(roundTrips.of(() -> raw.complete(task, step.variables())));
            }
            return costs;
        }
    }
}
