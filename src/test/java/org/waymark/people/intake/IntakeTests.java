package org.waymark.people.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.background.BackgroundRunner;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.People;
import org.waymark.people.intake.IntakeFile.Counts;
import org.waymark.people.intake.IntakeFile.RowState;
import org.waymark.people.intake.IntakeFile.State;
import org.waymark.people.intake.IntakeRow.Finding;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class IntakeTests {

    private static final List<RowState> ALL = List.of(RowState.values());

    @Autowired
    Intakes intakes;

    @Autowired
    IntakeWords words;

    @Autowired
    IntakeWork work;

    @Autowired
    BackgroundRunner background;

    @Autowired
    IntakeCleanup cleanup;

    @Autowired
    People people;

    @Autowired
    Directory directory;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    WaymarkClock clock;

    @BeforeEach
    void alliance() {
        WaymarkDatabase.clean();
        Alliance.add(directory);
    }

    @AfterEach
    void backToNow() {
        clock.reset();
    }

    @Test
    void showsWhatWouldHappenBeforeAnybodyIsBroughtIn() {
        IntakeFile file = check(Sheets.read(Sheets.sample()));
        assertThat(file.state()).isEqualTo(State.CHECKED);
        assertThat(file.counts()).isEqualTo(new Counts(33, 1, 1, 5, 0));
        assertThat(rows(file, RowState.REFUSED))
                .flatExtracting(IntakeRow::problems)
                .containsExactly(
                        new Finding(Column.NHS_NUMBER, "nhsNumber.invalid"),
                        new Finding(Column.DATE_OF_BIRTH, "dateOfBirth.notADate"),
                        new Finding(Column.FAMILY_NAME, "familyName.missing"),
                        new Finding(Column.LIVES_ALONE, "yesNo.invalid"),
                        new Finding(Column.POSTCODE, "postcode.invalid"));
        assertThat(count("person")).isZero();
    }

    @Test
    void bringsInWhatIsRightAndOpensAPathwayForEach() {
        IntakeFile file = run(check(Sheets.read(Sheets.sample())), null);
        assertThat(file.state()).isEqualTo(State.DONE);
        assertThat(file.counts()).isEqualTo(new Counts(0, 1, 1, 5, 33));
        assertThat(count("person")).isEqualTo(33);
        assertThat(count("pathway_sharing")).isEqualTo(33);
        assertThat(people.find(Alliance.COORDINATOR, "Wisniewska", 5)).hasSize(1);
    }

    @Test
    void createsNothingTwiceWhenTheFileComesAgain() {
        run(check(Sheets.read(Sheets.sample())), null);
        IntakeFile again = check(Sheets.read(Sheets.sample()));
        assertThat(again.counts().ready()).isZero();
        assertThat(again.counts().known()).isEqualTo(34);
        assertThat(run(again, "All of them are other people").counts().created())
                .isOne();
        assertThat(run(check(Sheets.read(Sheets.sample())), "Once more")
                        .counts()
                        .created())
                .isZero();
        assertThat(count("person")).isEqualTo(34);
    }

    @Test
    void knowsARowWithoutANumberByNameBirthdayAndPostcode() {
        ReferralSheet sheet = Sheets.sheet(
                Sheets.person("Margaret", "Holt", "1941-03-02", "", "ST4 2AB"),
                Sheets.person("MARGARET", "holt", "02/03/1941", "", "st42ab"),
                Sheets.person("Margaret", "Holt", "02/03/1941", "", "ST6 4JL"));
        IntakeFile first = check(sheet);
        assertThat(first.counts()).isEqualTo(new Counts(1, 1, 1, 0, 0));
        run(first, null);
        IntakeFile again = check(sheet);
        assertThat(again.counts()).isEqualTo(new Counts(0, 1, 2, 0, 0));
    }

    @Test
    void takesTheEthnicityWhereTheFileHasItAndRefusesTheRowWithALetterThatThereIsNot() {
        Map<Column, String> holt =
                Map.of(Column.GIVEN_NAME, "Margaret", Column.FAMILY_NAME, "Holt", Column.DATE_OF_BIRTH, "1941-03-02");
        List<String> rows = Stream.of("m", "Q", "")
                .map(letter -> {
                    var cells = new EnumMap<>(holt);
                    cells.put(Column.ETHNICITY, letter);
                    cells.put(Column.GIVEN_NAME, "Margaret" + letter);
                    return Sheets.row(cells);
                })
                .toList();
        IntakeFile file = run(check(Sheets.sheet(rows.toArray(String[]::new))), "They are sisters");
        assertThat(rows(file, RowState.REFUSED))
                .flatExtracting(IntakeRow::problems)
                .containsExactly(new Finding(Column.ETHNICITY, "ethnicity.unknown"));
        assertThat(words.reason(rows(file, RowState.REFUSED).get(0)))
                .startsWith("ethnicity: Give the ethnicity as a letter of the NHS Data Dictionary");
        assertThat(jdbc.sql("select given_name || coalesce(ethnicity, '') from person order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("Margaret", "MargaretmM");

        String before = Sheets.HEADER.replace(",ethnicity", "") + "\nJean,Salt,1935-02-17" + ",".repeat(11) + "\n";
        assertThat(check(Sheets.read(before.getBytes(StandardCharsets.UTF_8)))
                        .counts()
                        .ready())
                .as("a file from before it was asked")
                .isOne();
    }

    @Test
    void goesOnInTheMiddleAfterARestart() {
        IntakeFile file = check(many(120));
        intakes.start(Alliance.COORDINATOR, file.id(), null);
        assertThat(background.step(work)).isTrue();
        assertThat(count("person")).isEqualTo(50);
        assertThat(intakes.progress(Alliance.COORDINATOR, file.id()).counts()).isEqualTo(new Counts(70, 0, 0, 0, 50));

        // What the start of the application does; the row states are all that a run remembers.
        IntakeFile ended = finish(file);
        assertThat(ended.state()).isEqualTo(State.DONE);
        assertThat(ended.counts().created()).isEqualTo(120);
        assertThat(count("person")).isEqualTo(120);
    }

    @Test
    void takesRowsOneByOneWhenOneOfThemFailsAndGivesThatOneBack() {
        IntakeFile file = check(many(60));
        // Only a failure that nobody foresaw gets here: this breaks one row in a way that no check looks for.
        jdbc.sql("""
                create function refuse_one() returns trigger language plpgsql as $$
                begin
                    if new.family_name = 'Holt7' then raise exception 'broken'; end if;
                    return new;
                end $$
                """).update();
        jdbc.sql("create trigger refuse_one before insert on person for each row execute function refuse_one()")
                .update();
        try {
            IntakeFile ended = run(file, null);
            assertThat(ended.counts()).isEqualTo(new Counts(0, 0, 0, 1, 59));
            assertThat(rows(ended, RowState.REFUSED)).singleElement().satisfies(row -> assertThat(row.problems())
                    .containsExactly(new Finding(null, "row.failed")));
        } finally {
            jdbc.sql("drop trigger refuse_one on person").update();
            jdbc.sql("drop function refuse_one()").update();
        }
    }

    @Test
    void bringsLikelyDuplicatesInOnlyForAReasonAndKeepsIt() {
        run(check(Sheets.sheet(Sheets.person("Catherine", "Smith", "1941-03-02", "", "ST4 2AB"))), null);
        IntakeFile file = check(Sheets.sheet(Sheets.person("Katherine", "Smyth", "1941-03-02", "", "ST6 4JL")));
        assertThat(file.counts().duplicate()).isOne();
        run(file, "Seen by the memory service on one day");
        assertThat(jdbc.sql("select reason from duplicate_dismissal")
                        .query(String.class)
                        .single())
                .isEqualTo("Seen by the memory service on one day");
    }

    @Test
    void saysOnlyWhomToAskAboutSomebodyOutOfSight() {
        people.register(
                Alliance.OTHER_COORDINATOR,
                Sheets.sheet(Sheets.person("Margaret", "Holt", "1941-03-02", "9434765919", "ST4 2AB")).rows().stream()
                        .map(row -> ReferralSheet.draft(
                                        ReferralSheet.places(List.of(Sheets.HEADER.split(",", -1))), row.cells())
                                .check(clock.today())
                                .valid())
                        .findFirst()
                        .orElseThrow(),
                null);
        IntakeFile file = check(Sheets.sheet(Sheets.person("Margaret", "Holt", "1941-03-02", "9434765919", "")));
        assertThat(rows(file, RowState.KNOWN)).singleElement().satisfies(row -> {
            assertThat(row.pathway()).isNull();
            assertThat(row.like())
                    .extracting(IntakeRow.Resemblance::organisation)
                    .isEqualTo("Approach Dementia Support");
        });
    }

    @Test
    void refusesARowThatIsLongerOrShorterThanTheHeader() {
        IntakeFile file = check(Sheets.sheet(
                Sheets.person("Margaret", "Holt", "1941-03-02", "", "") + ",surplus",
                "Margaret,Holt,1941-03-02",
                Sheets.person("Margaret", "Holt", "1941-03-02", "", "") + ",,"));
        assertThat(file.counts()).isEqualTo(new Counts(1, 0, 0, 2, 0));
    }

    @Test
    void takesAnyTextForTheTextItIs() {
        IntakeFile file = run(
                check(Sheets.sheet(
                        Sheets.person("<script>alert(1)</script>", "'; drop table person; --", "1941-03-02", "", ""),
                        Sheets.person("${7*7}", "#{1+1}", "1942-03-02", "", ""),
                        Sheets.person("مريم", "🦊", "1943-03-02", "", ""),
                        Sheets.person("X", "Y".repeat(200), "1944-03-02", "", ""),
                        Sheets.person("Too", "L".repeat(201), "1945-03-02", "", ""))),
                null);
        assertThat(file.counts()).isEqualTo(new Counts(0, 0, 0, 1, 4));
        assertThat(jdbc.sql("select given_name from person order by date_of_birth")
                        .query(String.class)
                        .list())
                .containsExactly("<script>alert(1)</script>", "${7*7}", "مريم", "X");
    }

    @Test
    void letsAnAdministratorChooseAnOrganisationThatHasACoordinator() {
        assertThat(intakes.receivers(Alliance.ADMIN))
                .extracting(Directory.Organisation::id)
                .containsExactlyInAnyOrder("dougie-mac", "approach");
        assertThat(intakes.receivers(Alliance.COORDINATOR))
                .extracting(Directory.Organisation::id)
                .containsExactly("dougie-mac");
        assertThatThrownBy(() -> intakes.check(Alliance.COORDINATOR, "a.csv", "approach", many(1)))
                .isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> intakes.check(Alliance.ADVISER, "a.csv", "approach", many(1)))
                .isInstanceOf(NotVisible.class);

        UUID file = intakes.check(Alliance.ADMIN, "a.csv", "approach", many(1));
        intakes.start(Alliance.ADMIN, file, null);
        finish(file, Alliance.ADMIN);
        assertThat(people.find(Alliance.OTHER_COORDINATOR, "Holt0", 5)).hasSize(1);
        assertThat(people.find(Alliance.COORDINATOR, "Holt0", 5)).isEmpty();
    }

    @Test
    void hidesTheFileFromThoseItIsNotFor() {
        IntakeFile file = check(many(1));
        assertThat(intakes.history(Alliance.OTHER_COORDINATOR)).isEmpty();
        assertThatThrownBy(() -> intakes.view(Alliance.OTHER_COORDINATOR, file.id()))
                .isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> intakes.leftOut(Alliance.ADMIN, file.id())).isInstanceOf(NotVisible.class);
        assertThat(intakes.history(Alliance.COORDINATOR)).hasSize(1);
    }

    @Test
    void neverStartsAFileThatWasPutAside() {
        IntakeFile file = check(many(1));
        intakes.discard(Alliance.COORDINATOR, file.id());
        intakes.start(Alliance.COORDINATOR, file.id(), null);
        assertThat(background.step(work)).isFalse();
        assertThat(count("person")).isZero();
    }

    @Test
    void deletesTheRowsAfterThirtyDaysAndKeepsTheCounts() {
        IntakeFile file = run(check(Sheets.read(Sheets.sample())), null);
        clock.moveTo(clock.instant().plus(Duration.ofDays(29)));
        cleanup.deleteOldRows();
        assertThat(count("intake_row")).isEqualTo(40);

        clock.moveTo(clock.instant().plus(Duration.ofDays(2)));
        cleanup.deleteOldRows();
        assertThat(count("intake_row")).isZero();
        IntakeFile old = intakes.view(Alliance.COORDINATOR, file.id());
        assertThat(old.counts()).isEqualTo(new Counts(0, 1, 1, 5, 33));
        assertThat(old.hasRows()).isFalse();
        assertThat(count("person")).isEqualTo(33);
    }

    private IntakeFile check(ReferralSheet sheet) {
        return intakes.view(
                Alliance.COORDINATOR, intakes.check(Alliance.COORDINATOR, "referrals.csv", "dougie-mac", sheet));
    }

    private IntakeFile run(IntakeFile file, @Nullable String duplicateReason) {
        intakes.start(Alliance.COORDINATOR, file.id(), duplicateReason);
        return finish(file);
    }

    private IntakeFile finish(IntakeFile file) {
        return finish(file.id(), Alliance.COORDINATOR);
    }

    private IntakeFile finish(UUID file, Viewer viewer) {
        while (intakes.progress(viewer, file).state() == State.RUNNING) {
            assertThat(background.step(work)).isTrue();
        }
        return intakes.view(viewer, file);
    }

    private List<IntakeRow> rows(IntakeFile file, RowState state) {
        return intakes.rows(file, ALL, 0, 1000).stream()
                .filter(row -> row.state() == state)
                .toList();
    }

    private static ReferralSheet many(int people) {
        return Sheets.sheet(IntStream.range(0, people)
                .mapToObj(i -> Sheets.person(
                        "Margaret",
                        "Holt" + i,
                        java.time.LocalDate.of(1930, 1, 1).plusDays(i * 31L).toString(),
                        "",
                        ""))
                .toArray(String[]::new));
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }
}
