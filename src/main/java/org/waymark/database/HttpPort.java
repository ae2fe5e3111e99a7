package org.waymark.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * The port that Waymark is to listen on, tried before anything slow starts. Tomcat would notice only after the database,
 * the engine and the sample are up.
 */
record HttpPort(@Nullable InetAddress address, int number) {

    static String taken(int port) {
        return "Port " + port + " is already in use: stop what listens there, or set WAYMARK_PORT to another port.";
    }

    void requireFree() {
        if (number <= 0) {
            return;
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, number));
        } catch (IOException e) {
            throw new StartRefused(taken(number), e);
        }
    }
}
