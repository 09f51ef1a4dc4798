//! Several servers on one PostgreSQL, one of which dies.

use std::{collections::BTreeSet, sync::Arc};

use crate::{ledger::Ledger, mailbox::Mailbox, person::Door, process::Process};

/// Links before the death, in its middle, and after it.
const LINKS: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_share_the_work_and_one_dies() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut first = Process::on(dir.path()).await;
    if crate::database::postgres_url(dir.path()).await.is_none() {
        println!("needs PostgreSQL: SQLite has one process");
        return;
    }
    let mailbox = Mailbox::open().await;
    let one = first.start().await;
    let mut second = first.another();
    let two = second.start().await;
    assert_eq!(one.secret_key, two.secret_key, "one deployment, one merchant");
    let door = Arc::new(Door::to(vec![one, two]));
    let params = [("url", &*mailbox.url), ("enabled_events[]", "*")];
    assert!(door.post("/v1/webhook_endpoints", &params).await.is_ok());

    let links: Vec<_> = (0..LINKS)
        .map(|number| {
            let door = Arc::clone(&door);
            tokio::spawn(async move {
                let mut keys = Vec::new();
                let customer = loop {
                    let key = format!("link-{number}-{}", keys.len());
                    let customer = door.customer(&key).await;
                    keys.push((key, customer.clone()));
                    if let Some(customer) = customer {
                        break customer;
                    }
                };
                let linked = door.link(&customer, 1 + number % 3).await;
                (keys, customer, linked)
            })
        })
        .collect();
    // In the middle: the first events are out, most are not.
    mailbox.until(|arrived| !arrived.is_empty()).await;
    second.kill();

    let mut ledger = Ledger::default();
    for link in links {
        let (keys, customer, linked) = link.await.expect("a person who got to the end");
        for (key, customer) in keys {
            ledger.note_key(key, customer);
        }
        ledger.note(customer, linked);
    }
    ledger.check(&door, &mailbox).await;
    let arrived = mailbox.arrived();
    let objects: BTreeSet<_> = arrived.iter().map(|event| (&event.object, &event.kind)).collect();
    assert_eq!(objects.len(), arrived.len(), "an event under two ids");
    println!("{} links over two servers, one killed, none lost", ledger.count());
}
