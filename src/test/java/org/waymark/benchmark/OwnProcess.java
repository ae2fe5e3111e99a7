package org.waymark.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.waymark.Waymark;

/** Waymark in a process of its own, started from the built classes. */
final class OwnProcess {

    private OwnProcess() {}

    /** How long a start and a stop took, and what processor time the start had, in seconds. */
    record Times(double start, double startOnProcessors, double stop) {}

    static Times startAndStop(Path data) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = start(data);
        try (var log = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            untilReady(log);
            double start = (System.nanoTime() - began) / 1e9;
            double onProcessors =
                    process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
            long asked = System.nanoTime();
            // The process itself would close the pipe first.
            process.toHandle().destroy();
            // Its pipe must not fill up while it stops.
            while (log.readLine() != null) {}
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Waymark did not stop");
            }
            return new Times(start, onProcessors, (System.nanoTime() - asked) / 1e9);
        } finally {
            process.destroyForcibly();
        }
    }

    /** What is done with a Waymark that is ready. */
    interface Visit {
        void at(int port);
    }

    /** With so much heap and no more; stops it afterwards. */
    static void serve(Path data, String heap, Visit visit) throws IOException, InterruptedException {
        Process process = start(data, "-Xmx" + heap);
        try (var log = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Matcher address = READY.matcher(untilReady(log));
            if (!address.find()) {
                throw new IllegalStateException("Waymark did not say where it is");
            }
            // Its pipe must not fill up meanwhile.
            Thread reader = new Thread(() -> log.lines().forEach(line -> {}));
            reader.start();
            try {
                visit.at(Integer.parseInt(address.group(1)));
            } finally {
                // The reader comes to its end with the process, and the log can be closed.
                process.toHandle().destroy();
                process.waitFor(60, TimeUnit.SECONDS);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static final Pattern READY = Pattern.compile("Waymark is ready: http://localhost:(\\d+)");

    /** Ends with the line that says it. */
    private static String untilReady(BufferedReader log) throws IOException {
        var told = new StringBuilder();
        String line = log.readLine();
        while (line != null && !line.contains("Waymark is ready")) {
            told.append(line).append('\n');
            line = log.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("Waymark did not start:\n" + told);
        }
        return told.append(line).toString();
    }

    private static Process start(Path data, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(
                List.of("-cp", classPath(), Waymark.class.getName(), "--waymark.port=0", "--waymark.data=" + data));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Of this run, without the tests: their beans would be found too. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator, -1))
                // An empty entry would mean the current folder.
                .filter(entry -> !entry.isEmpty())
                .filter(entry -> !entry.replaceFirst("[/\\\\]+$", "").endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
