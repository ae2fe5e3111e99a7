package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Directory;
import org.waymark.kernel.WaymarkClock;
import org.waymark.pathway.Pathways;
import org.waymark.referral.ServiceDirectory;
import org.waymark.sample.StaffOfTheSample;
import org.waymark.support.Care;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkTest;

/**
 * A journey of the sample alliance's staff through the pages of the running application. Whatever page they pass, nothing
 * is wrong with it: see {@link Visitor#look}.
 */
@WaymarkTest
@ExtendWith(Chromium.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class WithBrowser {

    @LocalServerPort
    private int port;

    @Autowired
    private Directory directory;

    @Autowired
    private ServiceDirectory services;

    @Autowired
    private Pathways pathways;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected WaymarkClock clock;

    /** Brings people to where a journey begins. */
    @Autowired
    protected Care care;

    private final List<Visitor> visitors = new ArrayList<>();

    @BeforeAll
    void staffOfTheSampleAlliance() {
        StaffOfTheSample.load(directory, services, pathways);
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        var findings = visitors.stream()
                .flatMap(visitor -> visitor.findings().stream())
                .toList();
        visitors.forEach(Visitor::leave);
        visitors.clear();
        assertThat(findings).isEmpty();
    }

    /** What everybody sees now, for those who ask why a journey failed. */
    void takePictures(String name) {
        for (int i = 0; i < visitors.size(); i++) {
            visitors.get(i).takePicture(Path.of("target", "journeys", name + "-" + i + ".png"));
        }
    }

    /** Somebody at a desk, not signed in yet. */
    protected Visitor visitor() {
        return visitor(new NewContextOptions().setViewportSize(1280, 900));
    }

    protected Visitor visitor(NewContextOptions how) {
        var visitor = new Visitor(Chromium.shared()
                .newContext(how.setBaseURL("http://localhost:" + port)
                        .setLocale("en-GB")
                        .setTimezoneId("Europe/London")));
        visitors.add(visitor);
        return visitor;
    }

    /** Somebody at a desk, signed in and on the worklist. */
    protected Visitor signedIn(String username) {
        return visitor().signIn(username);
    }

    /** Addresses that anybody's browser has asked for so far. */
    protected List<String> addresses() {
        return visitors.stream()
                .flatMap(visitor -> visitor.addresses().stream())
                .toList();
    }

    protected List<String> usernames() {
        return StaffOfTheSample.usernames(directory, services, pathways);
    }

    protected static String pageOf(Somebody somebody) {
        return "/people/" + somebody.ref().value();
    }
}
