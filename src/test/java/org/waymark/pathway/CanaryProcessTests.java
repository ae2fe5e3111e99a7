package org.waymark.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.Somebody.ADJUDICATE;
import static org.waymark.support.Somebody.AGREE_BEREAVEMENT;
import static org.waymark.support.Somebody.ANSWER_QUESTION;
import static org.waymark.support.Somebody.ANTICIPATE;
import static org.waymark.support.Somebody.BEREAVED;
import static org.waymark.support.Somebody.BEREAVEMENT_REVIEW;
import static org.waymark.support.Somebody.CARER_PLAN;
import static org.waymark.support.Somebody.CARER_REVIEW;
import static org.waymark.support.Somebody.CARER_SESSION;
import static org.waymark.support.Somebody.CLOSING;
import static org.waymark.support.Somebody.COMPARE_PLACES;
import static org.waymark.support.Somebody.CONCERN;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.Somebody.DEPRESCRIBE;
import static org.waymark.support.Somebody.EMERGENCY_PLAN;
import static org.waymark.support.Somebody.FIRST_CONTACT;
import static org.waymark.support.Somebody.GENTLE;
import static org.waymark.support.Somebody.NEXT_STEP;
import static org.waymark.support.Somebody.OFFER_PLACE;
import static org.waymark.support.Somebody.OFFER_PLANNING;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.PREPARE;
import static org.waymark.support.Somebody.READ_OUTCOME;
import static org.waymark.support.Somebody.REPORT_OUTCOME;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.REVIEW;
import static org.waymark.support.Somebody.RULE_OUT_DELIRIUM_AT_ONCE;
import static org.waymark.support.Somebody.SEE_PAIN;
import static org.waymark.support.Somebody.SEE_UNSTABLE;
import static org.waymark.support.Somebody.SETTLE_UNSTABLE;
import static org.waymark.support.Somebody.START_PALLIATIVE;
import static org.waymark.support.Somebody.TALK_WITH_CARER;
import static org.waymark.support.Somebody.TEAM_REVIEW;
import static org.waymark.support.Somebody.URGENT_HELP;
import static org.waymark.support.UsualAnswers.agreeing;
import static org.waymark.support.UsualAnswers.atLevel;
import static org.waymark.support.UsualAnswers.serviceId;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.waymark.access.Viewer;
import org.waymark.centre.CentreDays;
import org.waymark.centre.CentrePlace.Priority;
import org.waymark.centre.CentrePlaces;
import org.waymark.centre.CentrePlaces.NewPlace;
import org.waymark.centre.CentreRegister;
import org.waymark.centre.CentreRegister.Mark;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.UsualAnswers;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;

/** Puts names, numbers and free text into every field of every form and then looks for them where they must not be. */
class CanaryProcessTests extends WithCare {

    private static final String FREE_TEXT = "Kingfisher-in-the-larder";
    private static final String TRIAGE = "UserTask_TriageCrisis";
    private static final String VISIT = "UserTask_VisitInCrisis";
    private static final String NIGHT = "UserTask_CoverNight";
    private static final String OUTCOME = "UserTask_RecordCrisisOutcome";
    private static final String CALL = "UserTask_MakeFollowUpCall";
    private static final String CENTRE = "DEMENTIA_SERVICES_CENTRE";
    private static final List<String> CANARIES = List.of(
            "Zephyrine",
            "Quillfeather",
            "Zeppy",
            "Ottoline",
            "Marchbanks",
            "9990000018",
            "999 000 0018",
            "01782 990077",
            "Kingfisher");

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MockMvc mvc;

    @Autowired
    BereavedOnPathway bereaved;

    @Autowired
    CentrePlaces places;

    @Autowired
    CentreDays days;

    @Autowired
    CentreRegister register;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
        care.alsoWrite(CanaryProcessTests::freeText);
        care.lookFirst((viewer, task) -> opens(viewer, "/tasks/" + task.taskId()));
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
    }

    @Test
    @CareRule(13)
    void findsNoNameNumberOrFreeTextInTheEngineOrTheLogAfterTheWholeWay() {
        Somebody person = care.somebody()
                .called("Zephyrine", "Quillfeather", "Zeppy")
                .withNhsNumber("9990000018")
                .withPhone("01782 990077")
                .referredBy(FREE_TEXT)
                .diagnosedOn(LocalDate.of(2026, 9, 1))
                .withCarer("Ottoline Marchbanks")
                .registered();
        noVariableBeyondTheList();
        person.welcomed("immediateConcern", "ABUSE");
        noVariableBeyondTheList();
        person.does(CONCERN, "concernOutcome", "PASSED_ON");
        // The carer of the referral, and the one whom the welcome form names.
        person.hands(person.tasks(TALK_WITH_CARER).get(0));
        person.does(TALK_WITH_CARER, "carerAnswer", "DECLINED");
        person.does(CARER_PLAN, "helps", List.of("GROUP", "URGENT_HELP"), "sessionOn", care.today());
        noVariableBeyondTheList();
        care.pass(Duration.ofMinutes(1));
        person.does(CARER_SESSION);
        person.staffRates("dougie-mac", atLevel("4"), "phase", "UNSTABLE", "hoursToDays", "YES", "zarit", 61);
        noVariableBeyondTheList();
        person.does(URGENT_HELP, agreeing("RAPID_RESPONSE"), "agreedBy", "ATTORNEY");
        person.does(RULE_OUT_DELIRIUM_AT_ONCE);
        person.everybodyRates(atLevel("5"));
        person.does(ADJUDICATE, "decidedBy", "OWN_LEVEL", "level", "5");
        noVariableBeyondTheList();
        person.does(CONFIRM);
        person.does(
                PLAN,
                agreeing("CARER_ENABLEMENT", "COORDINATOR_CONVERSATION"),
                "agreedBy",
                "BEST_INTERESTS",
                "additionalServices",
                List.of(serviceId("BEFRIENDING"), serviceId("FALLS_SERVICE")));
        answerEachReferralInItsOwnWay(person);
        noVariableBeyondTheList();
        nothingInTheEngine();
        for (int round = 0; round < 4; round++) {
            for (WorkItem task : List.copyOf(everyReferralTask(person))) {
                person.hands(task);
            }
        }
        assertThat(person.running()).containsExactly("carer-enablement", "carer-enablement", "dementia-pathway");
        care.passUntil(((java.sql.Timestamp) person.pathway("review_due_at"))
                .toInstant()
                .plusSeconds(1));
        person.refuses(REVIEW, "planningOffered", FREE_TEXT);
        assertThat(opens(Alliance.NURSE, "/tasks/" + person.task(REVIEW).taskId()))
                .contains("What has waited for this review", "Further needs from outcomes");
        assertThat(opens(Alliance.COORDINATOR, "/people/" + person.ref())).contains("Quillfeather");
        person.does(REVIEW, "needsFullAssessment", "YES");
        person.changes(true, "whatChanged", FREE_TEXT);
        person.objectsToSharingWith("approach");
        person.does(CARER_REVIEW);
        noVariableBeyondTheList();
        nothingInTheEngine();
        person.dies();
        for (WorkItem task : List.copyOf(person.tasks(BEREAVED))) {
            person.hands(task, "immediateConcern", "SELF_HARM");
            person.does(CONCERN);
        }

        noVariableBeyondTheList();
        nothingInTheEngine();
        LoggerFactory.getLogger("org.waymark").warn("Is anybody listening?");
        assertThat(log.list).extracting(ILoggingEvent::getMessage).contains("Is anybody listening?");
        for (ILoggingEvent event : List.copyOf(log.list)) {
            assertThat(said(event)).doesNotContain(CANARIES);
        }
        assertThat(person.value(
                        "select count(*) from form_submission where pathway_ref = :ref and answers::text like '%"
                                + FREE_TEXT + "%'"))
                .as("the text is where it belongs")
                .satisfies(count -> assertThat((Long) count).isGreaterThan(15));
    }

    @Test
    @CareRule(13)
    void findsNoneOfItAfterThirteenMonthsOfSupportInBereavement() {
        Somebody person = care.somebody()
                .called("Zephyrine", "Quillfeather", "Zeppy")
                .withPhone("01782 990077")
                .withCarer("Ottoline Marchbanks")
                .registered()
                .named();
        care.as(Alliance.COORDINATOR, () -> {
            bereaved.prepare(person.ref());
            return true;
        });
        person.does(PREPARE);
        person.dies();
        person.does(BEREAVED, "how", "NOT_REACHED");
        person.does(BEREAVED, "gentleOn", care.today().plusDays(3), "asksForHelp", "YES");
        person.does(
                AGREE_BEREAVEMENT,
                "answer_COUNSELLING",
                "AGREED",
                "service_COUNSELLING",
                serviceId("BEREAVEMENT_SUPPORT"),
                "answer_BEREAVEMENT_GROUP",
                "NOT_NOW",
                "askAgainOn_BEREAVEMENT_GROUP",
                care.today().plusDays(200));
        noVariableBeyondTheList();
        assertThat(opens(Alliance.COORDINATOR, "/people/" + person.ref()))
                .contains("Bereavement support", "Ottoline Marchbanks", FREE_TEXT);
        while (!person.running().equals(List.of("partner-referral"))) {
            for (String element : List.of(GENTLE, BEREAVEMENT_REVIEW, AGREE_BEREAVEMENT, CLOSING)) {
                for (WorkItem task : person.tasks(element)) {
                    Map<String, Object> again =
                            element.equals(AGREE_BEREAVEMENT) ? Map.of("answer_BEREAVEMENT_GROUP", "AGREED") : Map.of();
                    person.hands(task, again);
                }
            }
            care.passDays(7);
        }

        assertThat(person.timeline()).contains("BEREAVEMENT_PREPARED", "BEREAVEMENT_CLOSING_CONTACT");
        nothingInTheEngine();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            assertThat(said(event)).doesNotContain(CANARIES);
        }
    }

    @Test
    @CareRule(13)
    void findsNoneOfItAfterCrisesAPlaceAtTheCentreAndPalliativeCare() {
        Somebody person = care.somebody()
                .called("Zephyrine", "Quillfeather", "Zeppy")
                .withNhsNumber("9990000018")
                .withPhone("01782 990077")
                .withCarer("Ottoline Marchbanks")
                .registered()
                .welcomed();
        livesThroughCrises(person);
        noVariableBeyondTheList();
        comesToTheCentre(person);
        noVariableBeyondTheList();
        isLookedAfterByThePalliativeTeam(person);
        noVariableBeyondTheList();
        lifeGoesOn(person);
        assertThat(opens(Alliance.COORDINATOR, "/people/" + person.ref())).contains("Quillfeather", FREE_TEXT);
        records(person, "record-death", "placeOfDeath", "HOSPICE", "reportedBy", "STAFF");
        person.does(COMPARE_PLACES, "whyElsewhere", "NO_PLACE");
        noVariableBeyondTheList();
        records(
                person,
                "add-gentle-date",
                "bereaved",
                person.tasks(BEREAVED).get(0).record(),
                "gentleOn",
                care.today().plusDays(40));
        isReopened(person);

        nothingInTheEngine();
        nothingInWhatOthersMayRead();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            assertThat(said(event)).doesNotContain(CANARIES);
        }
        assertThat(person.values(
                        "select distinct form_id from form_submission where pathway_ref = :ref and answers::text like '%"
                                + FREE_TEXT + "%'"))
                .as("every form of these in which something can be written was")
                .containsAll(formsWithText("crisis", "centre", "endoflife"));
    }

    private void livesThroughCrises(Somebody person) {
        records(person, "report-crisis", "reportedBy", "CARER", "since", "DAY", "immediateDanger", "YES");
        person.does(TRIAGE, "acuteIllness", "NOT_SURE")
                .does(VISIT, "visitedAt", "08:30", "overnight", "YES")
                .does(NIGHT, "anotherNight", "YES")
                .does(NIGHT, "wasCovered", "NO", "immediateConcern", "ABUSE")
                .does(CONCERN)
                .does(OUTCOME, "outcome", "OTHER");
        records(person, "report-crisis", "reportedBy", "PERSON", "since", "HOURS", "immediateDanger", "NO");
        person.does(TRIAGE, "answer", "HOSPITAL").does(OUTCOME);
        records(person, "report-crisis", "reportedBy", "PERSON", "since", "HOURS", "immediateDanger", "NO");
        person.does(TRIAGE, "answer", "ADVICE").does(CALL, "callAnswer", "NOT_REACHED");
        assertThat(person.running()).doesNotContain("crisis-response");
    }

    private void comesToTheCentre(Somebody person) {
        places.ask(
                Viewer.SYSTEM,
                new NewPlace(person.ref(), serviceId(CENTRE), Priority.URGENT, "coordinator", "dougie-mac"));
        care.passDays(8);
        person.does("UserTask_LookAtWaiting");
        var wednesdays = care.as(
                Alliance.COORDINATOR,
                () -> days.open(
                        Alliance.COORDINATOR,
                        serviceId(CENTRE),
                        DayOfWeek.WEDNESDAY,
                        LocalTime.of(10, 0),
                        LocalTime.of(15, 0),
                        3,
                        FREE_TEXT));
        care.settle();
        person.does("UserTask_PlanInduction", "day", wednesdays).does("UserTask_RecordInduction");
        UUID place =
                UUID.fromString(String.valueOf(person.value("select id from centre_place where pathway_ref = :ref")));
        for (int week = 0; week < 2; week++) {
            LocalDate wednesday = care.today().with(TemporalAdjusters.next(DayOfWeek.WEDNESDAY));
            care.passDays((int) (wednesday.toEpochDay() - care.today().toEpochDay()));
            care.as(
                    Alliance.ACTIVITY,
                    () -> register.save(
                            Alliance.ACTIVITY, wednesdays, wednesday, Map.of(place, new Mark(false, null))));
            care.settle();
        }
        person.does("UserTask_FindOutWhy", "foundAnswer", "REVIEW_NOW")
                .does("UserTask_ReviewPlace", "reviewAnswer", "MORE_SUPPORT")
                .does("UserTask_ArrangeMoreSupport");
        records(person, "end-centre-place", "endReason", "WISH");
        assertThat(person.running()).doesNotContain("wellbeing-centre-place");
    }

    private void isLookedAfterByThePalliativeTeam(Somebody person) {
        records(person, "add-to-palliative-register", "need", "DECLINE", "code", "RED");
        person.does(START_PALLIATIVE, "phase", "UNSTABLE", "painActedOn", "YES")
                .does(SEE_PAIN, "painNow", "SAME")
                .does(SEE_UNSTABLE, "phase", "UNSTABLE");
        noVariableBeyondTheList();
        person.does(SETTLE_UNSTABLE)
                .does(OFFER_PLANNING, "whoWasThere", List.of("CARER", "OTHER"))
                .does(EMERGENCY_PLAN, "emergencyPlan", "YES", "planDatedOn", care.today())
                .does(ANTICIPATE, "whomToRing", "YES")
                .does(DEPRESCRIBE);
        records(person, "record-phase", "phase", "DETERIORATING", "painActedOn", "NO");
        records(person, "change-palliative-code", "code", "AMBER");
        records(
                person,
                "offer-advance-care-planning",
                Map.of("planningAnswer", "ACCEPTED", "placeOfCare", "HOME", "placeOfDeath", "HOME"),
                "capacity",
                "BEST_INTERESTS",
                "whoWasThere",
                List.of("ATTORNEY"));
        while (person.tasks(TEAM_REVIEW).isEmpty()) {
            care.passDays(7);
        }
        person.does(TEAM_REVIEW);
    }

    /** Everything else of a life that has a form of its own, as it is entered on the person's page. */
    private void lifeGoesOn(Somebody person) {
        records(
                person,
                "record-capacity",
                "hasCapacity",
                "NO",
                "decidedBy",
                "BEST_INTERESTS",
                "decidedOn",
                care.today());
        records(person, "add-carer", "carerLivesWith", "NO", "carerMayBeAsked", "YES");
        records(person, "report-change", "reportedBy", "STAFF", "hoursToDays", "YES", "immediateConcern", "SELF_HARM");
        records(person, "record-admission", "planned", "NO");
        records(person, "record-discharge", "livesIn", "HOME", "livesAlone", "NO");
        records(person, "record-care-home-move", "permanent", "YES");
        String newest = person.value(
                        "select id from life_event where pathway_ref = :ref order by recorded_at desc, id limit 1")
                .toString();
        sends(
                "/people/" + person.ref() + "/events/" + newest + "/correct",
                new HashMap<>(freeText("correct-life-event")));
        String carer = person.value("select id from carer where pathway_ref = :ref and name = 'Ottoline Marchbanks'")
                .toString();
        records(person, "ask-carer-again", "carer", carer);
        String other = person.value("select id from carer where pathway_ref = :ref and name <> 'Ottoline Marchbanks'")
                .toString();
        records(
                person,
                "record-carer-change",
                Map.of("carer", other, "change", "STOPPED", "livesAlone", "NO", "stepsIn", "YES"),
                "newCarerLivesWith",
                "NO",
                "newCarerIsMain",
                "NO");
        nothingInTheEngine();
    }

    private void isReopened(Somebody person) {
        records(person, "reopen-pathway");
        assertThat(person.pathway("ended_at")).isEqualTo("null");
        records(person, "record-move");
    }

    /** Enters it on the person's page, as a coordinator, with the text in every field; dates are today's unless given. */
    private void records(Somebody person, String form, Object... answers) {
        Map<String, Object> all = new HashMap<>(freeText(form));
        parts(form)
                .filter(part -> "date".equals(part.path("subtype").asText()))
                .forEach(part -> all.put(part.path("key").asText(), care.today()));
        all.put("immediateConcern", "NO");
        all.put("confirmed", "true");
        all.putAll(UsualAnswers.entered(answers));
        sends("/people/" + person.ref() + "/record/" + form, all);
    }

    private void sends(String page, Map<String, Object> answers) {
        try {
            opens(Alliance.COORDINATOR, page);
            var request =
                    post(page).with(Alliance.signedIn(Alliance.COORDINATOR)).with(csrf());
            UsualAnswers.asSent(answers).forEach((name, values) -> request.param(name, values.toArray(String[]::new)));
            String to = mvc.perform(request)
                    .andExpect(status().is3xxRedirection())
                    .andReturn()
                    .getResponse()
                    .getRedirectedUrl();
            assertThat(to).doesNotContain(CANARIES);
            care.settle();
        } catch (Exception e) {
            throw new AssertionError(page + " is not taken", e);
        }
    }

    /** Every page on the way opens, says all it says in words, and leaves no trace in the log. */
    private String opens(Viewer viewer, String page) {
        try {
            String shown = mvc.perform(get(page).with(Alliance.signedIn(viewer)))
                    .andExpect(status().isOk())
                    .andReturn()
                    .getResponse()
                    .getContentAsString();
            assertThat(shown).doesNotContain("??");
            return shown;
        } catch (Exception e) {
            throw new AssertionError(page + " does not open", e);
        }
    }

    private void answerEachReferralInItsOwnWay(Somebody person) {
        List<WorkItem> waiting = List.copyOf(person.tasks(RESPOND));
        assertThat(waiting).hasSize(4);
        person.hands(waiting.get(0), "answer", "QUESTION");
        person.hands(waiting.get(1), "answer", "DECLINED", "declineReason", "OTHER");
        person.hands(waiting.get(2), "answer", "WAITING_LIST");
        person.hands(waiting.get(3));
        person.does(ANSWER_QUESTION);
        person.does(
                NEXT_STEP,
                "nextStep",
                "ANOTHER_SERVICE",
                "service",
                serviceId("RESPITE"),
                "agreedBy",
                "BEST_INTERESTS");
        person.does(OFFER_PLACE, "waitingAnswer", "DECLINED", "declineReason", "OTHER");
        person.does(NEXT_STEP);
        person.does(FIRST_CONTACT, "immediateConcern", "CARER_BREAKING_DOWN");
        person.does(CONCERN);
        person.does(REPORT_OUTCOME, "followUp", "SOMETHING_ELSE");
        person.does(READ_OUTCOME, "furtherNeed", "YES");
    }

    private static List<WorkItem> everyReferralTask(Somebody person) {
        return Stream.of(RESPOND, FIRST_CONTACT, REPORT_OUTCOME, READ_OUTCOME)
                .flatMap(element -> person.tasks(element).stream())
                .toList();
    }

    /** Whatever a form lets people write by hand. */
    private static Map<String, Object> freeText(String form) {
        Map<String, Object> answers = new HashMap<>();
        parts(form).filter(CanaryProcessTests::isText).forEach(part -> {
            String key = part.path("key").asText();
            answers.put(
                    key,
                    key.endsWith("Phone")
                            ? "01782 990077"
                            : key.endsWith("Email") ? "Quillfeather@example.org" : FREE_TEXT);
        });
        return answers;
    }

    private static boolean isText(JsonNode part) {
        return Set.of("textfield", "textarea").contains(part.path("type").asText());
    }

    private static Stream<JsonNode> parts(String form) {
        try (Stream<Path> files = Files.walk(Path.of("forms"))) {
            Path file = files.filter(path -> path.endsWith(form + ".form"))
                    .findFirst()
                    .orElseThrow();
            return within(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> within(JsonNode part) {
        return Stream.concat(
                Stream.of(part),
                StreamSupport.stream(part.path("components").spliterator(), false)
                        .flatMap(CanaryProcessTests::within));
    }

    private static List<String> formsWithText(String... folders) {
        List<String> found = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.list(Path.of("forms", folder))) {
                files.map(file -> file.getFileName().toString().replace(".form", ""))
                        .filter(form -> parts(form).anyMatch(CanaryProcessTests::isText))
                        .forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    private void noVariableBeyondTheList() {
        Set<String> allowed =
                new TreeSet<>(Set.of("nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances", "loopCounter"));
        try (Stream<Path> models = Files.walk(Path.of("bpmn"))) {
            for (Path model :
                    models.filter(path -> path.toString().endsWith(".bpmn")).toList()) {
                var list = java.util.regex.Pattern.compile("name=\"variables\" value=\"([^\"]+)\"")
                        .matcher(Files.readString(model));
                assertThat(list.find()).isTrue();
                allowed.addAll(List.of(list.group(1).split(",", -1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(jdbc.sql("select distinct name_ from act_ru_variable where name_ !~ '^timer([A-Z][a-z]+)+At$'")
                        .query(String.class)
                        .list())
                .isSubsetOf(allowed);
        assertThat(jdbc.sql("select text_ from act_ru_variable where text_ !~ '^[A-Za-z0-9._:-]{1,64}$'")
                        .query(String.class)
                        .list())
                .isEmpty();
        assertThat(jdbc.sql(
                                "select count(*) from act_ru_variable where bytearray_id_ is not null or text2_ is not null")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private void nothingInTheEngine() {
        List<String> columns = jdbc.sql("""
                        select table_name || '.' || column_name from information_schema.columns
                         where table_schema = 'public' and table_name like 'act\\_%'
                           and data_type in ('character varying', 'character', 'text', 'bytea') order by 1
                        """).query(String.class).list();
        assertThat(columns).hasSizeGreaterThan(200);
        List<String> found = new ArrayList<>();
        for (String column : columns) {
            String[] name = column.split("\\.", 2);
            for (String canary : CANARIES) {
                if (jdbc.sql("select exists (select 1 from " + name[0] + " where position(lower(:canary) in lower("
                                + (name[1].equals("bytes_") || name[1].endsWith("_bytes_")
                                        ? "encode(" + name[1] + ", 'escape')"
                                        : name[1] + "::text")
                                + ")) > 0)")
                        .param("canary", canary)
                        .query(Boolean.class)
                        .single()) {
                    found.add(column + " has " + canary);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /** Neither do those of our tables that hold no record of the person: who saw it, what there is to do, who was told. */
    private void nothingInWhatOthersMayRead() {
        for (String table :
                List.of("audit_event", "work_item", "work_item_event", "escalation", "episode", "relationship")) {
            String all = String.join(
                    "\n",
                    jdbc.sql("select each::text from " + table + " each")
                            .query(String.class)
                            .list());
            assertThat(all).as(table).isNotEmpty().doesNotContain(CANARIES);
        }
    }

    private static String said(ILoggingEvent event) {
        StringBuilder all = new StringBuilder(event.getFormattedMessage());
        for (@Nullable IThrowableProxy each = event.getThrowableProxy(); each != null; each = each.getCause()) {
            all.append(' ').append(each.getMessage());
        }
        return all.toString();
    }
}
