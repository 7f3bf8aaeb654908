/**
 * Versions over HTTP, for automation: what {@code models}, {@code promote} and {@code rollback} do,
 * who may do it, and how errors are told (RFC 9457). May import the lifecycle's operations, the
 * model module's fleet and the schemas, Kafka's exceptions, Jackson, Javalin and the Jetty in it;
 * what a version is and how it is promoted is not known here.
 */
package org.inkstream.streams.api;
