package org.waymark.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.camunda.bpm.admin.Admin;
import org.camunda.bpm.admin.AdminRuntimeDelegate;
import org.camunda.bpm.cockpit.Cockpit;
import org.camunda.bpm.cockpit.CockpitRuntimeDelegate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;
import org.waymark.Waymark;
import org.waymark.support.WaymarkDatabase;

@ExtendWith(OutputCaptureExtension.class)
class StartTests {

    @Test
    void tellsATakenPortInOneLine(CapturedOutput output) throws IOException {
        try (var taken = new ServerSocket(0)) {
            assertRefused(
                    output,
                    "Port " + taken.getLocalPort()
                            + " is already in use: stop what listens there, or set WAYMARK_PORT to another port.",
                    "--waymark.port=" + taken.getLocalPort(),
                    "--waymark.db.url=" + WaymarkDatabase.create());
        }
    }

    @Test
    void tellsAFolderItCannotWriteToInOneLine(CapturedOutput output, @TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("data"));
        assertRefused(
                output,
                "Waymark cannot write to the folder " + file + ": make it writable for the user "
                        + System.getProperty("user.name") + ", or set WAYMARK_DATA to another folder.",
                "--waymark.port=0",
                "--waymark.db.url=",
                "--waymark.data=" + file);
    }

    @Test
    void tellsADatabaseThatDoesNotAnswerInOneLineAndKeepsThePasswordToItself(CapturedOutput output) {
        assertRefused(
                output,
                "The database at 127.0.0.1:1/waymark cannot be reached: check that it runs, and WAYMARK_DB_URL.",
                "--waymark.port=0",
                "--waymark.db.url=jdbc:postgresql://127.0.0.1:1/waymark?password=hidden-in-the-address",
                "--waymark.db.password=hidden-in-the-setting");
        assertThat(output.getAll()).doesNotContain("hidden-in");
    }

    @Test
    void tellsADatabaseThatIsNotThereInASentence() {
        String url = WaymarkDatabase.create().replaceFirst("/waymark_\\d+", "/nowhere");
        assertThatThrownBy(() -> new ExternalDatabase(url, "waymark", "").requireAnswer())
                .isInstanceOf(StartRefused.class)
                .hasMessageEndingWith("does not exist on that server: create it, or check WAYMARK_DB_URL.");
    }

    @Test
    void tellsAnAddressOfAnotherKindInASentence() {
        assertThatThrownBy(() -> new ExternalDatabase("postgres://db/waymark", "", "").requireAnswer())
                .isInstanceOf(StartRefused.class)
                .hasMessage("WAYMARK_DB_URL must look like jdbc:postgresql://host:5432/database.");
    }

    @Test
    void loadsTheSampleOnlyBesideTheEmbeddedDatabaseUnlessAsked() {
        assertThat(sample(new MockEnvironment())).isTrue();
        assertThat(sample(new MockEnvironment().withProperty("waymark.db.url", "")))
                .isTrue();
        assertThat(sample(new MockEnvironment().withProperty("waymark.db.url", "jdbc:postgresql://db/waymark")))
                .isFalse();
        assertThat(sample(new MockEnvironment()
                        .withProperty("waymark.db.url", "jdbc:postgresql://db/waymark")
                        .withProperty("waymark.sample", "true")))
                .isTrue();
        assertThat(sample(new MockEnvironment().withProperty("waymark.sample", "false")))
                .isFalse();
    }

    private static boolean sample(MockEnvironment environment) {
        new SampleByDefault().postProcessEnvironment(environment, new SpringApplication());
        return environment.getRequiredProperty("waymark.sample", Boolean.class);
    }

    private static void assertRefused(CapturedOutput output, String sentence, String... arguments) {
        // Cockpit is one for the whole JVM, and ends for all other tests with the application that is refused here.
        CockpitRuntimeDelegate cockpit = Cockpit.getRuntimeDelegate();
        AdminRuntimeDelegate admin = Admin.getRuntimeDelegate();
        try {
            assertThatThrownBy(() ->
                            SpringApplication.run(Waymark.class, arguments).close())
                    .isInstanceOf(Exception.class);
        } finally {
            Cockpit.setCockpitRuntimeDelegate(cockpit);
            Admin.setAdminRuntimeDelegate(admin);
        }
        List<String> complaints = output.getAll()
                .lines()
                .filter(line -> line.matches(".*\\b(WARN|ERROR)\\b.*|\\s+at .*|.*Exception.*"))
                .toList();
        assertThat(complaints).singleElement().asString().endsWith(sentence);
    }
}
