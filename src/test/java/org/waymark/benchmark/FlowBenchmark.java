package org.waymark.benchmark;

import static org.waymark.benchmark.Figures.heading;
import static org.waymark.benchmark.Figures.print;
import static org.waymark.benchmark.Figures.say;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.Waymark;
import org.waymark.benchmark.RoundTrips.Sent;
import org.waymark.insight.FiguresOfTheFlow;
import org.waymark.kernel.WaymarkClock;

/**
 * What questions about the flow cost over six million facts, and the event log of a million: the caseload that the simulator
 * took through the real processes, many times over. Run by {@code mvn -Pbenchmark test} alone.
 */
class FlowBenchmark {

    private static final Path DATA = Path.of("target", "benchmark-flow");
    private static final long EVENTS = 1_000_000;
    private static final long FACTS = 6_000_000;
    private static final int INCREMENT = 10_000;
    private static final int COPIES_AT_ONCE = 10;
    private static final int VISITS = 20;
    private static final int PLANS = 8;
    private static final String HEAP_OF_EXPORT = "256m";
    private static final List<String> TRIGGERED = List.of("pathway", "person", "episode", "work_item");

    private final RoundTrips roundTrips = new RoundTrips();
    private int copies;

    @Test
    void measures() throws Exception {
        Folders.delete(DATA);
        try (ConfigurableApplicationContext application = start()) {
            JdbcClient jdbc = application.getBean(JdbcClient.class);
            heading("Questions about the flow");
            say("  " + jdbc.sql("select version()").query(String.class).single());
            Awaitility.await()
                    .pollInterval(Duration.ofSeconds(1))
                    .atMost(Duration.ofMinutes(20))
                    .until(() -> jdbc.sql("select ended_at is not null from sample_caseload")
                            .query(Boolean.class)
                            .single());
            multiply(application, EVENTS);
        }
        exports();
        try (ConfigurableApplicationContext application = start()) {
            multiply(application, FACTS);
            increments(application);
            pages(application);
        }
        Folders.delete(DATA);
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Waymark.class)
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(roundTrips))
                .run("--waymark.port=0", "--waymark.data=" + DATA, "--waymark.db.url=", "--waymark.sample=true");
    }

    // ------------------------------------------------------------------ many pathways

    private void multiply(ConfigurableApplicationContext application, long facts) throws IOException {
        JdbcClient jdbc = application.getBean(JdbcClient.class);
        TransactionTemplate transaction = application.getBean(TransactionTemplate.class);
        String[] statements = new ClassPathResource("benchmark/many-pathways.sql")
                .getContentAsString(StandardCharsets.UTF_8)
                .split(";\n", -1);
        long start = System.nanoTime();
        TRIGGERED.forEach(table ->
                jdbc.sql("alter table " + table + " disable trigger user").update());
        while (count(jdbc) < facts) {
            int first = copies + 1;
            copies += COPIES_AT_ONCE;
            transaction.executeWithoutResult(status -> Stream.of(statements)
                    .filter(statement -> !statement.isBlank())
                    .forEach(statement -> jdbc.sql(statement)
                            .param("first", first)
                            .param("last", copies)
                            .update()));
        }
        TRIGGERED.forEach(table ->
                jdbc.sql("alter table " + table + " enable trigger user").update());
        Stream.concat(TRIGGERED.stream(), Stream.of("flow_fact"))
                .forEach(table -> jdbc.sql("vacuum analyze " + table).update());
        say(String.format(
                Locale.UK,
                "  %,d facts of %,d pathways written in %.0f s; open tasks: %,d",
                count(jdbc),
                jdbc.sql("select count(*) from pathway").query(Long.class).single(),
                (System.nanoTime() - start) / 1e9,
                jdbc.sql("select count(*) from work_item where state = 'OPEN'")
                        .query(Long.class)
                        .single()));
    }

    private static long count(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from flow_fact").query(Long.class).single();
    }

    // ------------------------------------------------------------------ the event log

    /** In a process of its own that has no more heap than that for everything it does. */
    private static void exports() throws IOException, InterruptedException {
        OwnProcess.serve(DATA, HEAP_OF_EXPORT, port -> {
            var manager = new PageVisitor(port, "manager", "waymark-sample");
            heading("Event log of " + EVENTS + " facts and more, with " + HEAP_OF_EXPORT + " of heap");
            for (String format : List.of("csv", "xes", "ocel")) {
                long start = System.nanoTime();
                long bytes = manager.length("/insight/event-log?format=" + format + "&from=2015-01-01&to=2035-01-01");
                print(format + ", " + bytes / 1_000_000 + " MB", "s", List.of((System.nanoTime() - start) / 1e9));
            }
        });
    }

    // ------------------------------------------------------------------ increments

    private static void increments(ConfigurableApplicationContext application) {
        JdbcClient jdbc = application.getBean(JdbcClient.class);
        FiguresOfTheFlow.read(application);
        double read = seconds(() -> FiguresOfTheFlow.readAnew(application));
        double countedAnew = seconds(() -> FiguresOfTheFlow.countAnew(application));
        List<Double> reads = new ArrayList<>();
        List<Double> counts = new ArrayList<>();
        for (int run = 0; run <= Figures.RUNS; run++) {
            // The last facts there are happen once more, a minute later.
            jdbc.sql("""
                            insert into flow_fact (at, kind, pathway_ref, process, version, record, element, task_id, organisation, role,
                                                   team, service, stage, carer_strain, needs_code, detail, entered_at, due_at,
                                                   worked_seconds, paused_seconds)
                            select at + interval '1 minute', kind, pathway_ref, process, version, record, element, task_id, organisation,
                                   role, team, service, stage, carer_strain, needs_code, detail, entered_at, due_at, worked_seconds,
                                   paused_seconds
                              from flow_fact order by id desc limit :facts
                            """).param("facts", INCREMENT).update();
            double readNow = seconds(() -> FiguresOfTheFlow.read(application));
            double countedNow = seconds(() -> FiguresOfTheFlow.count(application));
            if (run > 0) {
                reads.add(readNow);
                counts.add(countedNow);
            }
        }
        heading("Following the facts");
        print("all facts read into memory, as after a start", "s", List.of(read));
        print("all facts counted by day anew", "s", List.of(countedAnew));
        print(INCREMENT + " new facts read", "s", reads);
        print(INCREMENT + " new facts counted by day", "s", counts);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        say(String.format(
                Locale.UK,
                "  heap in use with %,d facts held: %,d MB",
                FiguresOfTheFlow.read(application),
                (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000));
    }

    private static double seconds(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e9;
    }

    // ------------------------------------------------------------------ pages

    /** As a manager goes through them: each question alone and with each filter, over a quarter, a year and everything. */
    private void pages(ConfigurableApplicationContext application) {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        var manager = new PageVisitor(port, "manager", "waymark-sample");
        LocalDate today = application.getBean(WaymarkClock.class).today();
        List<LocalDate> begins = List.of(today.minusDays(89), today.minusYears(1), today.minusYears(20));
        List<Double> all = new ArrayList<>();
        heading("Pages, 95th of a hundred, milliseconds from the request to the last byte (" + VISITS
                + " visits of each with each filter after three)");
        say(String.format("  %-32s %14s %14s %14s", "", "ninety days", "a year", "everything"));
        Map<String, List<String>> questions = questions(application.getBean(JdbcClient.class));
        questions.forEach(
                (name, addresses) -> all.addAll(line(manager, name, begins, begin -> from(addresses, begin))));
        List<String> measures = links(manager, "/insight/measures", "/insight/measures/[a-z-]+");
        all.addAll(line(manager, "measures", List.of(today), day -> measures));
        say(String.format(Locale.UK, "  %-32s %14.0f", "all of them", ninetyFifth(all)));
        // The manager may see nobody; those who coordinate may see nearly all of the many that there are here.
        var coordinator = new PageVisitor(port, "coordinator", "waymark-sample");
        line(coordinator, "people behind a number", begins, begin -> questions.values().stream()
                .map(addresses -> addresses.get(0) + begin)
                .flatMap(address -> links(coordinator, address, "/insight/[a-z-]+/people[?].*").stream()
                        .limit(2))
                .toList());
        plans(
                application,
                manager,
                begins.stream()
                        .flatMap(begin -> questions.values().stream().map(addresses -> addresses.get(0) + begin))
                        .toList());
    }

    /** Says how long the pages took over each period, and gives back all times. */
    private static List<Double> line(
            PageVisitor visitor, String name, List<LocalDate> begins, Function<LocalDate, List<String>> addresses) {
        List<Double> all = new ArrayList<>();
        var line = new StringBuilder(String.format("  %-32s", name));
        for (LocalDate begin : begins) {
            List<Double> times = addresses.apply(begin).stream()
                    .flatMap(address -> times(visitor, address).stream())
                    .toList();
            all.addAll(times);
            line.append(String.format(Locale.UK, " %14.0f", ninetyFifth(times)));
        }
        say(line.toString());
        return all;
    }

    private static List<String> from(List<String> addresses, LocalDate begin) {
        return addresses.stream().map(address -> address + begin).toList();
    }

    private static List<String> links(PageVisitor visitor, String address, String pattern) {
        return Jsoup.parse(visitor.get(address)).select("main a[href]").stream()
                .map(link -> link.attr("href"))
                .filter(href -> href.matches(pattern))
                .distinct()
                .toList();
    }

    /** Each with the addresses it has, which end where the first day of the period is named. */
    private static Map<String, List<String>> questions(JdbcClient jdbc) {
        List<String> filters = List.of(
                "",
                "organisation=" + most(jdbc, "organisation") + "&",
                "service=" + most(jdbc, "service") + "&",
                "stage=" + most(jdbc, "stage") + "&",
                "team=" + most(jdbc, "team") + "&");
        String model = "process=partner-referral&";
        Map<String, List<String>> questions = new LinkedHashMap<>();
        questions.put("where people wait", filtered("/insight?", filters));
        questions.put("one model, drawn", filtered("/insight?" + model, filters));
        questions.put("one step", List.of("/insight/steps/partner-referral/UserTask_RespondToReferral?from="));
        questions.put("between milestones", List.of("/insight/curve?from=referral-sent&to=referral-accepted&since="));
        for (String name : List.of("ageing", "stages", "hand-overs", "outliers", "rework", "fairness")) {
            questions.put(name, filtered("/insight/" + name + "?", filters));
        }
        for (String name : List.of("paths", "conformance", "versions")) {
            questions.put(name, filtered("/insight/" + name + "?" + model, filters));
        }
        return questions;
    }

    /** What most steps that were completed have there. */
    private static String most(JdbcClient jdbc, String column) {
        return jdbc.sql("select mode() within group (order by " + column
                        + ") from flow_fact where kind = 'STEP_COMPLETED'")
                .query(String.class)
                .single();
    }

    private static List<String> filtered(String address, List<String> filters) {
        return filters.stream().map(filter -> address + filter + "from=").toList();
    }

    private static List<Double> times(PageVisitor visitor, String address) {
        List<Double> times = new ArrayList<>();
        for (int visit = -3; visit < VISITS; visit++) {
            double milliseconds = seconds(() -> visitor.get(address)) * 1000;
            if (visit >= 0) {
                times.add(milliseconds);
            }
        }
        return times;
    }

    private static double ninetyFifth(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(sorted.length * 0.95) - 1];
    }

    /** Of what these pages ask of the database. */
    private void plans(ConfigurableApplicationContext application, PageVisitor visitor, List<String> addresses) {
        Map<String, Sent> longest = new LinkedHashMap<>();
        roundTrips.sent(() -> addresses.forEach(visitor::get)).forEach(sent -> longest.putIfAbsent(sent.sql(), sent));
        heading("Plans of the statements that take longest");
        longest.values().stream()
                .filter(sent -> sent.sql().stripLeading().matches("(?s)(select|with).*"))
                .limit(PLANS)
                .forEach(sent -> say(plan(application.getBean(DataSource.class), sent)));
    }

    private static String plan(DataSource database, Sent sent) {
        var plan = new StringBuilder("\n  " + sent.sql().replaceAll("\\s+", " ") + "\n");
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("explain (analyze, buffers) " + sent.sql())) {
            for (ParameterSetOperation parameter : sent.parameters()) {
                parameter.getMethod().invoke(statement, parameter.getArgs());
            }
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                plan.append("    ").append(rows.getString(1)).append('\n');
            }
        } catch (SQLException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(sent.sql(), e);
        }
        return plan.toString();
    }
}
