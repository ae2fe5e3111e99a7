package org.waymark.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Directory.NewStaffMember;
import org.waymark.access.Directory.StaffMember;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class DirectoryTests {

    @Autowired
    Directory directory;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alliance() {
        Alliance.add(directory);
    }

    @Test
    void knowsStaffWithTheirOrganisationTeamAndRoles() {
        assertThat(directory.staffMember("coordinator").map(StaffMember::asViewer))
                .contains(Alliance.COORDINATOR);
        assertThat(directory.staffMember("nobody-here")).isEmpty();
    }

    @Test
    void findsTheStaffOfAGroup() {
        assertThat(directory.staffOf("approach.dementia-adviser"))
                .extracting(StaffMember::username)
                .containsExactly("adviser");
        assertThat(directory.staffOf("dougie-mac.dementia-adviser")).isEmpty();
        assertThat(directory.staffOf("nonsense")).isEmpty();
    }

    @Test
    void knowsWhichOrganisationsBelongToTheAlliance() {
        assertThat(directory.organisations())
                .filteredOn(organisation -> !organisation.inAlliance())
                .extracting(Directory.Organisation::id)
                .containsExactly("community-trust");
    }

    @Test
    void keepsPasswordsOnlyAsHashes() {
        assertThat(jdbc.sql("select password_hash from staff")
                        .query(String.class)
                        .list())
                .hasSameSizeAs(Alliance.EVERYBODY)
                .doesNotHaveDuplicates()
                .allMatch(hash -> hash.startsWith("{bcrypt}$2a$"));
    }

    @Test
    void neverPrintsAPassword() {
        var member = newMember("new-one");
        assertThat(member.toString()).doesNotContain(member.password());
        assertThat(directory.toSignIn("coordinator").orElseThrow().toString()).isEqualTo("coordinator");
    }

    @Test
    void refusesASecondAccountOfTheSameNameAndNamesThatDifferOnlyInCapitals() {
        assertThatThrownBy(() -> directory.addStaff(newMember("coordinator")))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> directory.addStaff(newMember("Coordinator")))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    private static NewStaffMember newMember(String username) {
        return new NewStaffMember(
                username, "New One", "Adviser", "approach", null, Set.of(Role.DEMENTIA_ADVISER), "s3cret-s3cret");
    }
}
