package org.waymark.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.waymark.support.Alliance;

class CurrentViewerTests {

    private final CurrentViewer current = new CurrentViewer();

    @AfterEach
    void clear() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void isTheSystemWhereNobodySignedIn() {
        assertThat(current.get()).isEqualTo(Viewer.SYSTEM);
    }

    @Test
    void isNobodyInARequestWithoutSignIn() {
        SecurityContextHolder.getContext()
                .setAuthentication(new AnonymousAuthenticationToken(
                        "key", "anonymous", List.of(new SimpleGrantedAuthority("ROLE_ANONYMOUS"))));
        assertThat(current.get().isSystem()).isFalse();
        assertThat(current.get().roles()).isEmpty();
        assertThat(current.get().organisation()).isNull();
    }

    @Test
    void actsAsSomebodyElseAndIsThenTheFormerViewerAgain() {
        assertThat(current.as(Alliance.ADVISER, current::get)).isEqualTo(Alliance.ADVISER);
        assertThat(current.get()).isEqualTo(Viewer.SYSTEM);
        Viewer inside = current.as(Alliance.ADVISER, () -> {
            assertThat(current.as(Viewer.SYSTEM, current::get)).isEqualTo(Viewer.SYSTEM);
            return current.get();
        });
        assertThat(inside).isEqualTo(Alliance.ADVISER);
    }

    @Test
    void isTheFormerViewerAgainAlsoAfterAFailure() {
        assertThatThrownBy(() -> current.as(Alliance.ADVISER, () -> {
                    throw new NotVisible();
                }))
                .isInstanceOf(NotVisible.class);
        assertThat(current.get()).isEqualTo(Viewer.SYSTEM);
    }
}
